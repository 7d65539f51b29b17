import Foundation
import ImageModel
import Rendering
import RequestGrammar
import Sources

/// Facts about a source as JSON; contains only what was requested.
struct InfoDocument: Encodable {
    struct RGBA: Encodable {
        private let red: Int
        private let green: Int
        private let blue: Int
        /// Absent if everything counts as opaque.
        private let alpha: Int?

        private enum CodingKeys: String, CodingKey {
            case red = "R"
            case green = "G"
            case blue = "B"
            case alpha = "A"
        }

        init(_ colour: Colour, alpha: Int? = nil) {
            (red, green, blue, self.alpha) = (colour.red, colour.green, colour.blue, alpha)
        }
    }

    struct Alpha: Encodable {
        var hasAlpha: Bool
        /// Absent if it was not requested.
        var hasTransparency: Bool?

        enum CodingKeys: String, CodingKey {
            case hasAlpha = "has_alpha"
            case hasTransparency = "has_transparency"
        }
    }

    private var format: String?
    private var mimeType: String?
    private var size: Int?
    /// As it is shown, upright.
    private var width: Int?
    private var height: Int?
    private var orientation: Int?
    private var pagesNumber: Int?
    private var frames: Int?
    private var colorspace: String?
    private var bands: Int?
    private var bitDepth: Int?
    private var profile: String?
    /// What the colours are known from.
    private var colorSource: String?
    private var alpha: Alpha?
    private var exif: [String: String]?
    private var average: RGBA?
    private var dominantColors: [String: RGBA]?
    private var blurhash: String?
    private var thumbhash: String?

    enum CodingKeys: String, CodingKey {
        case format, size, width, height, orientation, frames, colorspace, bands, profile, alpha, exif, average
        case blurhash, thumbhash
        case mimeType = "mime_type"
        case pagesNumber = "pages_number"
        case bitDepth = "bit_depth"
        case colorSource = "color_source"
        case dominantColors = "dominant_colors"
    }

    init(_ source: SourceMetadata, _ header: SourceHeader, _ facts: SourceFacts, _ asked: InfoOptions) {
        if asked.size { size = source.byteCount }
        if asked.format {
            format = header.format.rawValue
            mimeType = header.format.contentType
        }
        if asked.dimensions {
            width = header.upright.width
            height = header.upright.height
            orientation = header.orientation.rawValue
        }
        if asked.pagesCount {
            pagesNumber = header.pages
            frames = header.frames
        }
        if asked.colorspace {
            colorspace = header.colorspaceName
            bands = header.bands
            bitDepth = header.sampleBytes * 8
            profile = facts.profileName
            colorSource = header.colours.description
        }
        if asked.alpha { alpha = Alpha(hasAlpha: header.hasAlpha, hasTransparency: facts.hasTransparentPixels) }
        exif = facts.exif
        average = facts.average.map { average in
            RGBA(average.colour, alpha: header.hasAlpha && !asked.averageIgnoresTransparent ? average.alpha : nil)
        }
        dominantColors = facts.swatches.map { swatches in
            Dictionary(uniqueKeysWithValues: swatches.colours.map { ($0.key.rawValue, RGBA($0.value)) })
        }
        blurhash = facts.blurHash
        thumbhash = facts.thumbHash.map { Data($0).base64EncodedString() }
    }
}

extension SourceHeader {
    /// libvips's name for the colour space.
    fileprivate var colorspaceName: String {
        switch colour {
        case .rgb: sampleBytes == 2 ? "rgb16" : "srgb"
        case .grey: sampleBytes == 2 ? "grey16" : "b-w"
        case .cmyk: "cmyk"
        case .lab: "lab"
        case .linear: "scrgb"
        case .other: "multiband"
        }
    }
}
