package import Codecs
package import ImageModel

/// A file, and the quality that it was written with.
package struct EncodedPicture: Sendable {
    package var bytes: EncodedBytes
    /// 1…100; the options' value if quality changes nothing.
    package var quality: Int
}

/// Encodes a picture at the quality that its options specify, or search for.
package enum QualitySearch {
    /// The most encodes of one search.
    static let maximumTries = 7

    /// `image`, in memory, as a file of `options`: at the automatic quality if there is one, and then at most
    /// `maximumBytes` long where quality can do that. Blocks: encodes up to 7 times for either.
    ///
    /// - Throws: `unencodable`, `undecodable`, `operationFailed`.
    package static func encode(
        _ image: borrowing Image, _ options: EncodeOptions
    ) throws(CodecError) -> EncodedPicture {
        let first = try AutomaticQuality.encode(image, options)
        guard options.output.maximumBytes > 0, first.bytes.count > options.output.maximumBytes else { return first }
        return try MaximumBytes.shorten(first, of: image, options)
    }

    /// `image` as a file of that quality.
    static func encode(
        _ image: borrowing Image, _ options: EncodeOptions, quality: Int
    ) throws(CodecError) -> EncodedPicture {
        // Encoders that do everything in one call can't be interrupted, but there may be fourteen such calls.
        try Interruption.check()
        var options = options
        options.quality = quality
        return EncodedPicture(bytes: try image.encoded(as: options), quality: quality)
    }
}
