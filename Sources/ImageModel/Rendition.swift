/// How a source's proportions meet those asked for.
package enum Fit: String, Sendable, Hashable, CaseIterable {
    /// Inside the box, proportions kept.
    case fit
    /// Covers the box, proportions kept; what hangs over is cut off evenly on both sides.
    case fill
    /// Exactly the box, proportions given up.
    case force
}

/// One output image as it is asked for: size, fit, format, quality.
package struct Rendition: Sendable, Hashable {
    /// Pixels, at least 1; `nil` follows from the other side and the source's proportions.
    package var width: Int?
    package var height: Int?
    package var fit: Fit
    /// `nil`: the source's own format if it can be written and shown everywhere, else a fallback (`outputFormat`).
    package var format: ImageFormat?
    /// 1…100; `nil`: the format's default.
    package var quality: Int?

    package init(
        width: Int? = nil, height: Int? = nil, fit: Fit = .fit, format: ImageFormat? = nil, quality: Int? = nil
    ) {
        self.width = width
        self.height = height
        self.fit = fit
        self.format = format
        self.quality = quality
    }

    /// The format to write for a source of `sourceFormat`.
    ///
    /// What every browser shows stays what it is; camera and print formats become JPEG, drawings and icons PNG, and
    /// anything transparent PNG.
    package func outputFormat(for sourceFormat: ImageFormat, hasAlpha: Bool) -> ImageFormat {
        if let format { return format }
        switch sourceFormat {
        case .jpeg, .png, .webp, .gif, .avif: return sourceFormat
        case .svg, .ico: return .png
        case .heic, .tiff, .jxl, .bmp: return hasAlpha ? .png : .jpeg
        }
    }
}
