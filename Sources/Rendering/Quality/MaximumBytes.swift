package import Codecs
import ImageModel

/// Finds the highest quality whose file is short enough.
package enum MaximumBytes {
    /// Below this, no picture of any format is worth its bytes.
    static let lowestQuality = 10

    /// `image`, in memory, at the highest quality up to the options' whose file has at most `limit` bytes (or one
    /// within two steps of that), by halving: up to 7 encodes. If none is short enough, the shortest one; if quality
    /// changes nothing, the unchanged file.
    ///
    /// - Throws: `unencodable`.
    package static func encode(
        _ image: borrowing Image, _ options: EncodeOptions, limit: Int
    ) throws(CodecError) -> EncodedPicture {
        var options = options
        options.output.maximumBytes = limit
        let first = try QualitySearch.encode(image, options, quality: options.quality)
        return first.bytes.count > limit ? try shorten(first, of: image, options) : first
    }

    /// A shorter file than `first`, which is too long.
    static func shorten(
        _ first: EncodedPicture, of image: borrowing Image, _ options: EncodeOptions
    ) throws(CodecError) -> EncodedPicture {
        guard options.changesWithQuality else { return first }
        var (low, high) = (min(lowestQuality, first.quality), first.quality - 1)
        var (best, shortest): (EncodedPicture?, EncodedPicture) = (nil, first)
        for _ in 1..<QualitySearch.maximumTries where low <= high {
            let tried = try QualitySearch.encode(image, options, quality: (low + high) / 2)
            if tried.bytes.count <= options.output.maximumBytes {
                best = tried
                low = tried.quality + 1
            } else {
                high = tried.quality - 1
            }
            if tried.bytes.count < shortest.bytes.count { shortest = tried }
        }
        return best ?? shortest
    }
}
