import Cryptography
import ImageModel

@testable import RequestGrammar

extension OptionCase {
    static let request: [OptionCase] = [
        .init("skip_processing", "jpg", options: { $0.skippedFormats = [.jpeg] }),
        .init("skip_processing", "png:svg:png", options: { $0.skippedFormats = [.png, .svg] }),
        .init("raw", "1", options: { $0.isRaw = true }), .init("raw", "no"),
        .init("filename", "a%20b%2Fc", options: { $0.filename = "a b/c" }),
        .init("filename", "Z3LDtsOfZQ:1", options: { $0.filename = "größe" }), .init("filename", ""),
        .init("return_attachment", "1", options: { $0.isAttachment = true }),
        .init("return_attachment", "0", options: { $0.isAttachment = false }),
        .init("fallback_image_url", "aHR0cDovL2EvYg", options: { $0.fallbackImageURL = "http://a/b" }),
        .init("fallback_image_url", "aHR0cDovL2EvYg==", options: { $0.fallbackImageURL = "http://a/b" }),
        .init("fallback_image_url", ""),
        .init("cachebuster", "v1.2", options: { $0.cacheBuster = "v1.2" }), .init("cachebuster", ""),
        .init("expires", "0"), .init("expires", "1000", options: { $0.expires = 1000 }),
        .init("hashsum", "none"), .init("hashsum", "none:zz"),
        .init(
            "hashsum", "md5:D41D8CD98F00B204E9800998ECF8427E",
            options: {
                $0.checksum = .init(
                    algorithm: .md5,
                    digest: [0xd4, 0x1d, 0x8c, 0xd9, 0x8f, 0, 0xb2, 4, 0xe9, 0x80, 9, 0x98, 0xec, 0xf8, 0x42, 0x7e])
            }),
    ]

    static let limits: [OptionCase] = [
        .init("max_src_resolution", "0.5", options: { $0.limits.sourceMegapixels = 0.5 }),
        .init("max_src_file_size", "1000", options: { $0.limits.sourceBytes = 1000 }),
        .init("max_animation_frames", "5", options: { $0.limits.animationFrames = 5 }),
        .init("max_animation_frame_resolution", "2", options: { $0.limits.frameMegapixels = 2 }),
        .init("max_result_dimension", "0", options: { $0.limits.resultSide = 0 }),
    ]
}
