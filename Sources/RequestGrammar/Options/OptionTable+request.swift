import Cryptography
import ImageModel

extension OptionTable {
    static let requestOptions: [URLOption] =
        [
            URLOption(
                "skip_processing", ["skp"], .request,
                "Sources of these formats are passed through unchanged if no other format is requested.",
                repeated: [OptionArgument("format", .format)],
                scope: .request { options in
                    options.skippedFormats.isEmpty ? nil : options.skippedFormats.map(\.rawValue).sorted()
                },
                action: .apply { values, draft in
                    draft.options.skippedFormats.formUnion((0..<values.count).compactMap { values.format($0) })
                }),
            URLOption(
                "raw", [], .request, "Passes the source through unchanged, whatever it is.",
                arguments: [OptionArgument("raw", .boolean, default: "false")],
                jsonRefusal: "an unchanged source has no sizes; an image URL with raw:1 passes it through",
                scope: .request { $0.isRaw ? ["1"] : nil },
                action: .apply { values, draft in
                    if let isRaw = values.boolean(0) { draft.options.isRaw = isRaw }
                }),
            URLOption(
                "filename", ["fn"], .request,
                "The file name in the response, percent-encoded or as URL-safe base64.",
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
                "return_attachment", ["att"], .request, "Tells browsers to save the response instead of showing it.",
                arguments: [OptionArgument("return_attachment", .boolean, default: "false")],
                jsonRefusal: "parts and archives are saved anyway",
                action: .apply { values, draft in
                    if let isAttachment = values.boolean(0) { draft.options.isAttachment = isAttachment }
                }),
            URLOption(
                "fallback_image_url", ["fiu"], .request,
                "The image if the source is not available, as URL-safe base64 of its URL; empty: the configured one.",
                arguments: [OptionArgument("fallback_image_url", .encodedText)],
                scope: .request { $0.fallbackImageURL.map { [Base64URL.encoded($0.utf8)] } },
                action: .apply { values, draft in
                    let url = values.text(0) ?? ""
                    draft.options.fallbackImageURL = url.isEmpty ? nil : url
                }),
        ] + sharedRequestOptions

    /// Options that image requests and info requests share.
    static let sharedRequestOptions: [URLOption] = [
        URLOption(
            "cachebuster", ["cb"], .request, "Any text; changing it makes caches ask again.",
            arguments: [OptionArgument("cachebuster", .text)],
            jsonRefusal: "caches do not store responses to POST",
            scope: .request { $0.cacheBuster.isEmpty ? nil : [$0.cacheBuster] },
            action: .apply { values, draft in
                if let text = values.text(0) { draft.options.cacheBuster = text }
            }),
        URLOption(
            "expires", ["exp"], .request, "Seconds since 1970 after which the URL is refused; 0 means never.",
            arguments: [OptionArgument("expires", .integer(0...253_402_300_799), default: "0")],
            action: .apply { values, draft in
                if let expires = values.integer(0) { draft.options.expires = expires }
            }),
        URLOption(
            "preset", ["pr"], .request, "Applies the options of these presets.",
            repeated: [OptionArgument("name", .text)], action: .preset),
        URLOption(
            "hashsum", ["hs"], .request, "Refuses a source with a different digest.",
            arguments: [
                OptionArgument(
                    "type", .choice(["none"] + HashAlgorithm.allCases.map(\.rawValue)),
                    default: "none"),
                OptionArgument("hashsum", .text, "Hexadecimal."),
            ],
            scope: .request { $0.checksum.map { [$0.algorithm.rawValue, HexText.text($0.digest)] } },
            action: .apply { values, draft throws(RequestError) in draft.options.checksum = try checksum(values) }),
    ]

    /// - Throws: `invalidArgument` for a text that is not encoded as stated.
    private static func filename(_ values: ArgumentValues) throws(RequestError) -> String {
        let text = values.text(0) ?? ""
        guard values.origin == .url else { return text }
        let isEncoded = values.boolean(1) == true
        guard let name = isEncoded ? Base64URL.decodedText(text) : PercentCoding.text(of: text) else {
            throw RequestError(
                .invalidArgument, "expected \(isEncoded ? "URL-safe base64" : "percent-encoded text") in UTF-8")
        }
        return name
    }

    private static func checksum(_ values: ArgumentValues) throws(RequestError) -> RequestOptions.Checksum? {
        guard let algorithm = values.text(0).flatMap(HashAlgorithm.init) else { return nil }
        guard algorithm.isAvailable else {
            throw RequestError(
                .invalidArgument, "hashsum: the server's cryptographic library does not offer \(algorithm.rawValue)")
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
