import Codecs
import ImageModel

/// Turns the finished pixels of an output into its file.
struct OutputEncoding {
    private let options: EncodeOptions
    /// The source's own, for outputs that keep it.
    private let profile: [UInt8]?

    /// `output` of a picture of `source`, whose own profile is `sourceProfile`.
    init(_ output: RenderPlan.Output, of source: SourceHeader, sourceProfile: [UInt8]?) {
        let last = output.rendition.lastStep
        options = EncodeOptions(format: output.format, quality: output.quality, output: last.output)
        profile = last.output.stripsProfile || !output.format.keepsProfile ? nil : sourceProfile
    }

    /// The file, at the quality asked for or searched for.
    ///
    /// - Throws: `unencodable`, `undecodable`, `operationFailed`.
    func encode(_ image: borrowing Image) throws(CodecError) -> EncodedBytes {
        let isSearching = options.output.autoQuality != nil || options.output.maximumBytes > 0
        var finished = try image.same()
        // Of a picture without alpha, a canvas may have made one with it after the format was decided.
        if !options.format.keepsAlpha { finished = try BackgroundStep.apply(finished, colour: .white) }
        // A profile of other bands than the picture's (grey made of colours) can't be kept; sRGB needs none.
        if let profile, let kept = try? finished.converted(toProfile: profile) { finished = kept }
        if isSearching { finished = try finished.copiedToMemory() }
        return try QualitySearch.encode(finished, options).bytes
    }
}

extension RenderPlan.Output {
    /// The output as it is written for a finished picture of `size`.
    func written(at size: PixelSize) -> RenderPlan.Output {
        guard let substitute, format.written(at: size, hasAlpha: true) != format else { return self }
        var output = self
        (output.format, output.quality) = (substitute.format, substitute.quality)
        return output
    }
}
