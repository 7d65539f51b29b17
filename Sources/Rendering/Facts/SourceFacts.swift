package import Codecs
package import ImageModel

/// What is told about a source, beyond its header.
package struct SourceFacts: Sendable, Hashable, Codable {
    /// What to look for; nothing is looked for that is not asked.
    package struct Request: Sendable, Hashable, Codable {
        package var exif = false
        package var profile = false
        package var average = false
        package var dominantColours = false
        package var buildsMissingColours = false
        /// Components in each direction, 1…9; `nil` is off.
        package var blurHash: (x: Int, y: Int)? {
            get { blurHashSize.map { ($0.width, $0.height) } }
            set { blurHashSize = newValue.map { PixelSize(width: $0.x, height: $0.y) } }
        }
        package var thumbHash = false
        /// Whether any pixel is less than opaque.
        package var transparency = false
        /// From 0.
        package var page = 0
        private var blurHashSize: PixelSize?

        package init() {}

        /// Whether pixels have to be decoded.
        package var needsPixels: Bool {
            average || dominantColours || blurHashSize != nil || thumbHash || transparency
        }
    }

    package var exif: [String: String]?
    package var profileName: String?
    package var average: AverageColour?
    package var swatches: ColourSwatches?
    package var blurHash: String?
    package var thumbHash: [UInt8]?
    package var hasTransparentPixels: Bool?
}

extension Renderer {
    /// What `request` asks about `bytes`, a source with `header`; decodes pixels only for that which needs them, at a reduced scale where the
    /// codec can. Blocks.
    ///
    /// - Throws: `noSuchPage`, `overLimit`, `notAnImage`, `undecodable`, `failed`.
    package static func facts(
        _ request: SourceFacts.Request, of bytes: [UInt8], header: SourceHeader, limits: RenderLimits = RenderLimits(),
        interruption: Interruption? = nil
    ) throws(RenderError) -> SourceFacts {
        guard let interruption else { return try told(request, bytes, header, limits) }
        return try endingAt(interruption) { () throws(RenderError) in try told(request, bytes, header, limits) }
    }

    private static func told(
        _ request: SourceFacts.Request, _ bytes: [UInt8], _ header: SourceHeader, _ limits: RenderLimits
    ) throws(RenderError) -> SourceFacts {
        guard request.page < header.pages else {
            throw RenderError(
                .noSuchPage,
                "The source has \(header.pages) pages, counted from 0; page \(request.page) does not exist.")
        }
        if request.needsPixels { try limits.check(header) }
        // They hold nothing but pixels.
        if header.format == .bmp || header.format == .ico, !request.needsPixels {
            var facts = SourceFacts()
            facts.exif = request.exif ? [:] : nil
            return facts
        }
        do {
            let options = DecodeOptions(scale: scale(for: request, header), page: request.page)
            // Half a picture has other colours than the whole.
            let pages = request.page..<request.page + 1
            return try DamagedSource.read(bytes, header.format, pages: pages, .refuse) {
                (bytes, _) throws(CodecError) in
                try ImageDecoder.withImage(of: bytes, format: header.format, options: options) {
                    (image) throws(CodecError) in
                    try SourceFacts(request, of: image)
                }
            }.value
        } catch {
            throw RenderError(error, format: header.format)
        }
    }

    /// Bytes that `facts` needs at most beside the source's own; an estimate from the header alone.
    package static func peakBytes(
        of request: SourceFacts.Request, header: SourceHeader, limits: RenderLimits
    ) -> Int {
        let small = 2 << 20
        guard request.needsPixels else { return small }
        let side = max(header.stored.width, header.stored.height, 1)
        let share: Double =
            switch scale(for: request, header) {
            case .full: 1
            case .shrunk(let factor): 1 / Double(factor)
            case .factor(let factor): factor
            }
        let decoded = header.isVector ? min(share * Double(side), 512) : share * share * Double(header.stored.pixels)
        let pixels = header.isVector ? decoded * decoded : decoded
        let sample = max(header.bands * header.sampleBytes, 4)
        // What the decoder holds is bounded by what it needs for a small rendition of the whole.
        let decoder: Int
        do throws(RenderError) {
            decoder = try RenderPlan([Rendition(width: 1, format: .png)], of: header, limits: limits).peakBytes
        } catch {
            decoder = 0
        }
        return Int(pixels) * sample * 3 + decoder + small
    }

    /// Twice as large as the sample at least; drawings about as large as it.
    private static func scale(for request: SourceFacts.Request, _ header: SourceHeader) -> DecodeOptions.Scale {
        let side = max(header.stored.width, header.stored.height)
        guard request.needsPixels, !request.transparency else {
            return header.isVector ? .factor(min(1, 512 / Double(side))) : .full
        }
        switch header.format {
        case .jpeg: return [8, 4, 2].first { side / $0 >= 200 }.map { .shrunk(by: $0) } ?? .full
        case .webp where header.frames == 1: return side > 400 ? .factor(200 / Double(side)) : .full
        case .svg: return .factor(200 / Double(side))
        case .webp, .png, .gif, .tiff, .avif, .heic, .jxl, .bmp, .ico: return .full
        }
    }
}

extension SourceFacts {
    fileprivate init(_ request: Request, of image: borrowing Image) throws(CodecError) {
        if request.exif { exif = image.exif.map { ExifFields(block: $0).values } ?? [:] }
        if request.profile { profileName = image.profile.flatMap(ProfileName.name) }
        guard request.needsPixels else { return }
        let upright = try image.convertedToSRGB().copiedToMemory().turned(upright: image.orientation)
        if request.transparency { hasTransparentPixels = try Self.holdsTransparency(upright) }
        let sample = try PixelSample(upright)
        if request.average { average = AverageColour(of: sample) }
        if request.dominantColours {
            swatches = ColourSwatches(
                of: DominantColours(of: sample, count: 64), buildsMissing: request.buildsMissingColours)
        }
        if let components = request.blurHash {
            blurHash = BlurHash.text(of: sample, x: components.x, y: components.y)
        }
        if request.thumbHash { thumbHash = ThumbHash.bytes(of: sample) }
    }

    private static func holdsTransparency(_ image: borrowing Image) throws(CodecError) -> Bool {
        guard image.hasAlpha else { return false }
        let alpha = try image.bands(from: image.bands - 1, count: 1).pixels()
        return alpha.withUnsafeBytes { bytes in bytes.contains { $0 < 255 } }
    }
}
