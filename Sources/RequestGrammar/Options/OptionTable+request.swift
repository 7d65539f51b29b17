import Cryptography
import ImageModel

extension OptionTable {
    static let requestOptions: [URLOption] =
        [
            URLOption(
                "skip_processing", ["skp"], .request,
                "Sources of these formats are sent on as they are, when no other format is asked for.",
                repeated: [OptionArgument("format", .format)],
                scope: .request { options in
                    options.skippedFormats.isEmpty ? nil : options.skippedFormats.map(\.rawValue).sorted()
                },
                action: .apply { values, draft in
                    draft.options.skippedFormats.formUnion((0..<values.count).compactMap { values.format($0) })
                }),
            URLOption(
                "raw", [], .request, "Sends the source on as it is, whatever it is.",
                arguments: [OptionArgument("raw", .boolean, default: "false")],
                jsonRefusal: "the source as it is has no sizes; the URL of an image with raw:1 sends it on",
                scope: .request { $0.isRaw ? ["1"] : nil },
                action: .apply { values, draft in
                    if let isRaw = values.boolean(0) { draft.options.isRaw = isRaw }
                }),
            URLOption(
                "filename", ["fn"], .request,
                "The name that the answer gives the file, percent-encoded or as URL-safe base64.",
                arguments: [
                    OptionArgument("filename", .text),
                    OptionArgument(
                        "encoded", .boolean, default: "false", isOnlyInURLs: true, "Whether it is base64."),
                ],
                action: .apply { values, draft throws(RequestError) in
                    let name = try filename(values)
                    draft.options.filename = name.isEmpty ? nil : name
                }),
            URLOption(
                "return_attachment", ["att"], .request, "Asks browsers to save the answer instead of showing it.",
                arguments: [OptionArgument("return_attachment", .boolean, default: "false")],
                jsonRefusal: "parts and archives are for saving anyway",
                action: .apply { values, draft in
                    if let isAttachment = values.boolean(0) { draft.options.isAttachment = isAttachment }
                }),
            URLOption(
                "fallback_image_url", ["fiu"], .request,
                "The image in place of a source that cannot be had, as URL-safe base64 of its URL; empty is the configured one.",
                arguments: [OptionArgument("fallback_image_url", .encodedText)],
                scope: .request { $0.fallbackImageURL.map { [Base64URL.encoded($0.utf8)] } },
                action: .apply { values, draft in
                    let url = values.text(0) ?? ""
                    draft.options.fallbackImageURL = url.isEmpty ? nil : url
                }),
        ] + sharedRequestOptions

    /// Options of requests for images and for facts.
    static let sharedRequestOptions: [URLOption] = [
        URLOption(
            "cachebuster", ["cb"], .request, "Any text; another one makes caches ask again.",
            arguments: [OptionArgument("cachebuster", .text)],
            jsonRefusal: "no cache keeps the answer to a POST",
            scope: .request { $0.cacheBuster.isEmpty ? nil : [$0.cacheBuster] },
            action: .apply { values, draft in
                if let text = values.text(0) { draft.options.cacheBuster = text }
            }),
        URLOption(
            "expires", ["exp"], .request, "Seconds since 1970 after which the URL is refused; 0 is never.",
            arguments: [OptionArgument("expires", .integer(0...253_402_300_799), default: "0")],
            action: .apply { values, draft in
                if let expires = values.integer(0) { draft.options.expires = expires }
            }),
        URLOption(
            "preset", ["pr"], .request, "Stands for the options of these presets.",
            repeated: [OptionArgument("name", .text)], action: .preset),
        URLOption(
            "hashsum", ["hs"], .request, "Refuses a source whose digest is another one.",
            arguments: [
                OptionArgument(
                    "type", .choice(["none"] + HashAlgorithm.allCases.map(\.rawValue)),
                    default: "none"),
                OptionArgument("hashsum", .text, "Hexadecimal."),
            ],
            scope: .request { $0.checksum.map { [$0.algorithm.rawValue, HexText.text($0.digest)] } },
            action: .apply { values, draft throws(RequestError) in draft.options.checksum = try checksum(values) }),
    ]

    /// - Throws: `invalidArgument` for a text that is not encoded as it says.
    private static func filename(_ values: ArgumentValues) throws(RequestError) -> String {
        let text = values.text(0) ?? ""
        guard values.origin == .url else { return text }
        let isEncoded = values.boolean(1) == true
        guard let name = isEncoded ? Base64URL.decodedText(text) : PercentText.decoded(text) else {
            throw RequestError(
                .invalidArgument, "expected \(isEncoded ? "URL-safe base64" : "percent-encoded text") in UTF-8")
        }
        return name
    }

    private static func checksum(_ values: ArgumentValues) throws(RequestError) -> RequestOptions.Checksum? {
        guard let algorithm = values.text(0).flatMap(HashAlgorithm.init) else { return nil }
        guard algorithm.isAvailable else {
            throw RequestError(
                .invalidArgument, "hashsum: this server's cryptographic library does not allow \(algorithm.rawValue)")
        }
        guard let digest = HexText.bytes(values.text(1) ?? ""), digest.count == algorithm.digestLength else {
            throw RequestError(
                .invalidArgument,
                "hashsum: expected \(algorithm.digestLength * 2) hexadecimal digits for \(algorithm.rawValue), "
                    + "got \"\(Excerpt(values.text(1) ?? ""))\"")
        }
        return RequestOptions.Checksum(algorithm: algorithm, digest: digest)
    }
}
