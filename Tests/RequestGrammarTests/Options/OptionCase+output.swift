import ImageModel

@testable import RequestGrammar

extension OptionCase {
    static let output: [OptionCase] = [
        .init("format", "png") { $0.format = .png }, .init("format", "jpg") { $0.format = .jpeg },
        .init("quality", "0"), .init("quality", "1") { $0.quality = 1 }, .init("quality", "100") { $0.quality = 100 },
        .init("format_quality", "jpeg:50") { $0.output.qualities = [.jpeg: 50] },
        .init("format_quality", "webp:60:avif:40") { $0.output.qualities = [.webp: 60, .avif: 40] },
        .init("format_quality", "webp:60:webp:0"),
        .init("autoquality", "none"), .init("autoquality", ""),
        .init("autoquality", "size:10240") { $0.output.autoQuality = .init(method: .size(bytes: 10_240)) },
        .init("autoquality", "size:10240:10:90:0.5") {
            $0.output.autoQuality = .init(
                method: .size(bytes: 10_240), minimumQuality: 10, maximumQuality: 90, allowedError: 0.5)
        },
        .init("autoquality", "dssim") { $0.output.autoQuality = .init(method: .dssim(target: 0.02)) },
        .init("autoquality", "dssim:0.01::95") {
            $0.output.autoQuality = .init(method: .dssim(target: 0.01), maximumQuality: 95)
        },
        .init("max_bytes", "0"), .init("max_bytes", "1024") { $0.output.maximumBytes = 1024 },
        .init("strip_metadata", "0") { $0.output.stripsMetadata = false }, .init("strip_metadata", "1"),
        .init("keep_copyright", "f") { $0.output.keepsCopyright = false },
        .init("strip_color_profile", "0") { $0.output.stripsProfile = false },
        .init("preserve_hdr", "1") { $0.output.keepsHighDynamicRange = true },
        .init("dpi", "300") { $0.output.dotsPerInch = 300 }, .init("dpi", "0"),
        .init("enforce_thumbnail", "1") { $0.usesEmbeddedThumbnail = true },
        .init("page", "3") { $0.page = 3 }, .init("page", "0"),
        .init("pages", "2") { $0.pages = 2 }, .init("pages", "1"),
        .init("disable_animation", "1") { $0.disablesAnimation = true },
        .init("jpeg_options", "1") { $0.output.jpeg.progressive = true },
        .init("jpeg_options", ":1:0::f:0:1") {
            ($0.output.jpeg.subsampling, $0.output.jpeg.optimisesTables) = (.off, true)
        },
        .init("jpeg_options", ":0") { $0.output.jpeg.subsampling = .auto },
        .init("jpeg_options", ":::::::on") { $0.output.jpeg.subsampling = .on },
        .init("png_options", "1:1:64") {
            ($0.output.png.interlaced, $0.output.png.quantises, $0.output.png.colours) = (true, true, 64)
        },
        .init("png_options", ":0") { $0.output.png.quantises = false },
        .init("png_options", "::2") { $0.output.png.colours = 2 },
        .init("webp_options", "near_lossless:1:photo:6") {
            ($0.output.webp.compression, $0.output.webp.smartSubsampling) = (.nearLossless, true)
            ($0.output.webp.preset, $0.output.webp.effort) = (.photo, 6)
        },
        .init("webp_options", "::default") { $0.output.webp.preset = .standard },
        .init("webp_options", "lossless") { $0.output.webp.compression = .lossless },
        .init("avif_options", "on") { $0.output.avif.subsampling = .on },
        .init("avif_options", ":9") { $0.output.avif.speed = 9 },
    ]
}
