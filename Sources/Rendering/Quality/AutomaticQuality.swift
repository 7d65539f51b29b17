package import Codecs
import ImageModel

/// Finds the quality that a picture needs.
package enum AutomaticQuality {
    /// `image`, in memory, at the quality that `options.output.autoQuality` searches for, by halving between its bounds:
    /// up to 7 encodes. Without one, for more pixels than it is for, or where quality changes nothing, at the options' own.
    ///
    /// By size: the highest quality whose file is short enough, else the lowest. By DSSIM: the lowest whose decoded
    /// result differs from `image` by at most the target, else the highest; a result that is within the allowed error of
    /// the target, above or below, ends the search.
    ///
    /// - Throws: `unencodable`, `undecodable`, `operationFailed`.
    package static func encode(
        _ image: borrowing Image, _ options: EncodeOptions
    ) throws(CodecError) -> EncodedPicture {
        guard let search = options.output.autoQuality, options.changesWithQuality,
            search.maximumPixels == 0 || image.size.pixels <= search.maximumPixels
        else {
            return try QualitySearch.encode(image, options, quality: options.quality)
        }
        switch search.method {
        case .none: return try QualitySearch.encode(image, options, quality: options.quality)
        case .size(let bytes): return try encode(image, options, search, bytes: bytes)
        case .dssim(let target): return try encode(image, options, search, target: target)
        }
    }

    private static func encode(
        _ image: borrowing Image, _ options: EncodeOptions, _ search: OutputOptions.AutoQuality, bytes: Int
    ) throws(CodecError) -> EncodedPicture {
        var range = QualityRange(search, options.format)
        var best: EncodedPicture?
        while let quality = range.next() {
            let tried = try QualitySearch.encode(image, options, quality: quality)
            let fits = tried.bytes.count <= bytes
            if fits { best = tried }
            range.continue(fits ? .above : .below, quality)
        }
        if let best { return best }
        return try QualitySearch.encode(image, options, quality: QualityRange(search, options.format).low)
    }

    private static func encode(
        _ image: borrowing Image, _ options: EncodeOptions, _ search: OutputOptions.AutoQuality, target: Double
    ) throws(CodecError) -> EncodedPicture {
        var range = QualityRange(search, options.format)
        var best: EncodedPicture?
        while let quality = range.next() {
            let tried = try QualitySearch.encode(image, options, quality: quality)
            let difference = try difference(of: tried, from: image, options.format)
            if abs(difference - target) <= search.allowedError { return tried }
            if difference <= target { best = tried }
            range.continue(difference <= target ? .below : .above, quality)
        }
        if let best { return best }
        return try QualitySearch.encode(image, options, quality: QualityRange(search, options.format).high)
    }

    /// How far what a viewer decodes is from `image`.
    private static func difference(
        of encoded: EncodedPicture, from image: borrowing Image, _ format: ImageFormat
    ) throws(CodecError) -> Double {
        let bytes = encoded.bytes.withUnsafeBytes { [UInt8]($0) }
        let frames = format.keepsAnimation ? max(1, image.size.height / max(1, image.frameHeight)) : 1
        let reference = try image.same()
        return try ImageDecoder.withImage(of: bytes, format: format, options: DecodeOptions(frames: frames)) {
            (decoded) throws(CodecError) in
            try Dissimilarity.between(try decoded.convertedToSRGB().copiedToMemory(), reference)
        }
    }
}

/// The qualities that are still to be searched.
private struct QualityRange {
    enum Direction { case above, below }

    private(set) var low: Int
    private(set) var high: Int
    private var tries = 0

    init(_ search: OutputOptions.AutoQuality, _ format: ImageFormat) {
        low = min(max(search.minimumQualities[format] ?? search.minimumQuality, 1), 100)
        high = max(low, min(search.maximumQualities[format] ?? search.maximumQuality, 100))
    }

    /// The middle of what is left; `nil` when the search is over. One try is kept for the case that none was right.
    mutating func next() -> Int? {
        guard low <= high, tries < QualitySearch.maximumTries - 1 else { return nil }
        tries += 1
        return (low + high) / 2
    }

    mutating func `continue`(_ direction: Direction, _ quality: Int) {
        switch direction {
        case .above: low = quality + 1
        case .below: high = quality - 1
        }
    }
}
