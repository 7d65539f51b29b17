import Testing

@testable import ImgproxyEnvironment

@Suite struct ImgproxyDefaultTests {
    /// What imgproxy 4.0.12 has where a variable is not set, of all that have a value then (its `config.go` files), and
    /// what becomes of it here.
    private enum Outcome: Hashable {
        /// The own default is the same, or changes no answer.
        case same
        case taken
        case kept
    }

    private static let facts: [(name: String, text: String, outcome: Outcome)] = [
        ("BIND", ":8080", .taken), ("MAX_CLIENTS", "2048", .taken), ("TIMEOUT", "10", .taken),
        ("READ_REQUEST_TIMEOUT", "10", .same), ("WRITE_RESPONSE_TIMEOUT", "10", .same),
        ("KEEP_ALIVE_TIMEOUT", "10", .taken), ("GRACEFUL_STOP_TIMEOUT", "20", .same),
        ("REQUESTS_QUEUE_SIZE", "0", .kept), ("DOWNLOAD_TIMEOUT", "5", .taken),
        ("CLIENT_KEEP_ALIVE_TIMEOUT", "90", .taken), ("MAX_REDIRECTS", "10", .same),
        ("USER_AGENT", "imgproxy/VERSION", .kept), ("IGNORE_SSL_VERIFICATION", "false", .same),
        ("SIGNATURE_SIZE", "32", .same), ("ALLOW_LOOPBACK_SOURCE_ADDRESSES", "false", .same),
        ("ALLOW_LINK_LOCAL_SOURCE_ADDRESSES", "false", .same), ("ALLOW_PRIVATE_SOURCE_ADDRESSES", "true", .kept),
        ("MAX_SRC_RESOLUTION", "50", .taken), ("MAX_SRC_FILE_SIZE", "0", .kept), ("MAX_ANIMATION_FRAMES", "1", .taken),
        ("MAX_ANIMATION_FRAME_RESOLUTION", "0", .same), ("MAX_RESULT_DIMENSION", "0", .same),
        ("SANITIZE_SVG", "true", .same), ("QUALITY", "80", .same), ("FORMAT_QUALITY", "webp=79,avif=63,jxl=77", .same),
        ("PREFERRED_FORMATS", "jpeg,png,gif", .same), ("JPEG_PROGRESSIVE", "false", .same),
        ("PNG_INTERLACED", "false", .same), ("PNG_QUANTIZE", "false", .same), ("PNG_QUANTIZATION_COLORS", "256", .same),
        ("WEBP_EFFORT", "4", .same), ("WEBP_PRESET", "default", .same), ("AVIF_SPEED", "8", .same),
        ("JXL_EFFORT", "4", .same), ("STRIP_METADATA", "true", .same), ("KEEP_COPYRIGHT", "true", .same),
        ("STRIP_COLOR_PROFILE", "true", .same), ("AUTO_ROTATE", "true", .same), ("ENFORCE_THUMBNAIL", "false", .same),
        ("PRESERVE_HDR", "false", .same), ("USE_LINEAR_COLORSPACE", "false", .same),
        ("DISABLE_SHRINK_ON_LOAD", "false", .same), ("ALWAYS_RASTERIZE_SVG", "false", .same),
        ("WATERMARK_OPACITY", "1", .same), ("FALLBACK_IMAGE_HTTP_CODE", "200", .same),
        ("FALLBACK_IMAGE_TTL", "0", .same),
        ("TTL", "31536000", .same), ("CACHE_CONTROL_PASSTHROUGH", "false", .same), ("USE_ETAG", "true", .same),
        ("USE_LAST_MODIFIED", "true", .same), ("ARGUMENTS_SEPARATOR", ":", .same), ("ONLY_PRESETS", "false", .same),
        ("AUTOQUALITY_METHOD", "none", .same), ("AUTOQUALITY_TARGET", "0.02", .same), ("AUTOQUALITY_MIN", "70", .same),
        ("AUTOQUALITY_MAX", "80", .same), ("AUTOQUALITY_FORMAT_MIN", "avif=60", .taken),
        ("AUTOQUALITY_FORMAT_MAX", "avif=65", .taken), ("AUTOQUALITY_ALLOWED_ERROR", "0.002", .taken),
        ("WEBP_COMPRESSION", "lossy", .same), ("WATERMARKS_CACHE_SIZE", "256", .same),
        ("FALLBACK_IMAGES_CACHE_SIZE", "256", .same),
    ]

    @Test("Each default that differs is declared as what imgproxy has", arguments: facts.indices)
    func declared(index: Int) throws {
        let (name, text, outcome) = Self.facts[index]
        let variable = try #require(ImgproxyEnvironment.variables.first { $0.shortName == name })
        switch (variable.standard, outcome) {
        case (nil, .same): break
        case (.taken(let declared), .taken): #expect(declared == text)
        case (.kept(let declared, let reason), .kept):
            #expect(declared == text)
            #expect(reason.hasSuffix("."))
        default: Issue.record("\(name) has \(String(describing: variable.standard))")
        }
    }

    @Test("No default is declared without a fact")
    func complete() {
        let declared = ImgproxyEnvironment.variables.filter { $0.standard != nil }.map(\.shortName)
        #expect(Set(declared).subtracting(Self.facts.map(\.name)) == [])
    }

    @Test("Defaults are written as settings are, each once")
    func texts() {
        let texts = ImgproxyDefault.texts
        #expect(texts.count == ImgproxyDefault.all.count)
        #expect(texts["max-source-pixels"] == "50000000")
        #expect(texts["request-timeout"] == "10s")
        #expect(texts["autoquality-format-max"] == "avif=65")
        #expect(texts["damaged-sources"] == "show")
        #expect(texts["max-source-bytes"] == nil)
    }
}
