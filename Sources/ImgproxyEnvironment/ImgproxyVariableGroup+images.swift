// How imgproxy's variables about URLs, images and responses are treated.

extension ImgproxyVariableGroup {
    static let security = ImgproxyVariableGroup(
        heading: "Security",
        variables: [
            .used("KEY", "url-keys", .list),
            .used("SALT", "url-salts", .list),
            .used("SIGNATURE_SIZE", "signature-bytes", .count),
            .used("TRUSTED_SIGNATURES", "trusted-signatures", .list),
            .used("SOURCE_URL_ENCRYPTION_KEY", "source-url-encryption-key", .text),
            .used("ALLOWED_SOURCES", "allowed-sources", .list),
            .used("ALLOW_LOOPBACK_SOURCE_ADDRESSES", "allow-loopback-sources", .boolean),
            .used("ALLOW_LINK_LOCAL_SOURCE_ADDRESSES", "allow-link-local-sources", .boolean),
            .used(
                "ALLOW_PRIVATE_SOURCE_ADDRESSES", "allow-private-network-sources", .boolean,
                .kept("true", because: "Whoever can write a URL could read what only the machines of a network may.")),
            .used("MAX_SRC_RESOLUTION", "max-source-pixels", .megapixels, .taken("50")),
            .used(
                "MAX_SRC_FILE_SIZE", "max-source-bytes", .limit,
                .kept("0", because: "A source without a largest size can fill any memory.")),
            .used("MAX_ANIMATION_FRAMES", "max-animation-frames", .limit, .taken("1")),
            .used("MAX_ANIMATION_FRAME_RESOLUTION", "max-animation-frame-pixels", .megapixels),
            .used("MAX_RESULT_DIMENSION", "max-result-dimension", .count),
            .used("ALLOW_SECURITY_OPTIONS", "allow-security-options", .boolean),
            .used("ALLOWED_PROCESSING_OPTIONS", "allowed-options", .list),
            .used("SANITIZE_SVG", "sanitize-svg", .boolean),
            ImgproxyVariable(
                shortName: "PNG_UNLIMITED",
                use: .raises(["max-png-texts": "1000000", "max-metadata-bytes": "1GiB", "max-profile-bytes": "1GiB"])),
            ImgproxyVariable(shortName: "TIFF_UNLIMITED", use: .raises(["max-tiff-directories": "1000000"])),
        ]
            + ImgproxyVariable.unsupported(
                "SVG_UNLIMITED", off: falseTexts,
                "drawings of more than 10 MB, 250,000 elements or 256 levels cannot be drawn in bounded memory.")
    )

    static let falseTexts: Set<String> = ["0", "f", "false"]

    static let urls = ImgproxyVariableGroup(
        heading: "URLs",
        variables: [
            .used("PRESETS", "presets", .presets),
            ImgproxyVariable(shortName: "PRESETS_SEPARATOR", use: .partOf("PRESETS")),
            .used("PRESETS_PATH", "presets-file", .text),
            .used("ONLY_PRESETS", "only-presets", .boolean),
            .used("ARGUMENTS_SEPARATOR", "arguments-separator", .text),
            .used("BASE_URL", "base-url", .text),
            .used("URL_REPLACEMENTS", "url-replacements", .text),
            .used("BASE64_URL_INCLUDES_FILENAME", "base64-url-includes-filename", .boolean),
            .used("MAX_CHAINED_PIPELINES", "max-chained-pipelines", .limit),
            .used("INFO_PRESETS", "info-presets", .presets),
            .used("INFO_PRESETS_PATH", "info-presets-file", .text),
            .used("INFO_ONLY_PRESETS", "info-only-presets", .boolean),
            .used("ALLOWED_INFO_OPTIONS", "allowed-info-options", .list),
        ]
    )

    static let outputs = ImgproxyVariableGroup(
        heading: "Outputs",
        variables: [
            .used("QUALITY", "quality", .count),
            .used("FORMAT_QUALITY", "format-quality", .pairs),
            .used("PREFERRED_FORMATS", "preferred-formats", .list),
            .used("SKIP_PROCESSING_FORMATS", "skip-processing-formats", .list),
            .used("AUTO_WEBP", "auto-webp", .boolean),
            .used("AUTO_AVIF", "auto-avif", .boolean),
            .used("AUTO_JXL", "auto-jxl", .boolean),
            .used("ENFORCE_WEBP", "enforce-webp", .boolean),
            .used("ENFORCE_AVIF", "enforce-avif", .boolean),
            .used("ENFORCE_JXL", "enforce-jxl", .boolean),
            .used("JPEG_PROGRESSIVE", "jpeg-progressive", .boolean),
            .used("JPEG_SUBSAMPLE", "jpeg-subsample", .text),
            .used("JPEG_NO_SUBSAMPLE", "jpeg-subsample", .whereTrue("off")),
            .used("PNG_INTERLACED", "png-interlaced", .boolean),
            .used("PNG_QUANTIZE", "png-quantize", .boolean),
            .used("PNG_QUANTIZATION_COLORS", "png-quantization-colors", .count),
            .used("WEBP_EFFORT", "webp-effort", .count),
            .used("WEBP_PRESET", "webp-preset", .text),
            .used("WEBP_COMPRESSION", "webp-compression", .text),
            .used("WEBP_SMART_SUBSAMPLE", "webp-smart-subsample", .boolean),
            .used("AVIF_SPEED", "avif-speed", .count),
            .used("AVIF_SUBSAMPLE", "avif-subsample", .text),
            .used("JXL_EFFORT", "jxl-effort", .count),
            .used("AUTOQUALITY_METHOD", "autoquality", .text),
            .used("AUTOQUALITY_TARGET", "autoquality-target", .number),
            .used("AUTOQUALITY_MIN", "autoquality-min", .count),
            .used("AUTOQUALITY_MAX", "autoquality-max", .count),
            .used("AUTOQUALITY_FORMAT_MIN", "autoquality-format-min", .pairs, .taken("avif=60")),
            .used("AUTOQUALITY_FORMAT_MAX", "autoquality-format-max", .pairs, .taken("avif=65")),
            .used("AUTOQUALITY_ALLOWED_ERROR", "autoquality-allowed-error", .number, .taken("0.002")),
            .used("AUTOQUALITY_MAX_RESOLUTION", "autoquality-max-pixels", .megapixelsOrNone),
        ]
    )

    static let processing = ImgproxyVariableGroup(
        heading: "Processing",
        variables: [
            .used("STRIP_METADATA", "strip-metadata", .boolean),
            .used("STRIP_METADATA_DPI", "dpi", .number),
            .used("KEEP_COPYRIGHT", "keep-copyright", .boolean),
            .used("STRIP_COLOR_PROFILE", "strip-color-profile", .boolean),
            .used("AUTO_ROTATE", "auto-rotate", .boolean),
            .used("PRESERVE_HDR", "preserve-hdr", .boolean),
            .used("USE_LINEAR_COLORSPACE", "linear-light", .boolean),
            .used("ALWAYS_RASTERIZE_SVG", "always-rasterize-svg", .boolean),
            .used("WATERMARK_DATA", "watermark-data", .text),
            .used("WATERMARK_PATH", "watermark-file", .text),
            .used("WATERMARK_URL", "watermark-url", .text),
            .used("WATERMARK_PREPROCESS_URL", "watermark-preprocess-url", .boolean),
            .used("WATERMARK_OPACITY", "watermark-opacity", .number),
            .used("WATERMARKS_CACHE_SIZE", "watermark-cache-entries", .count),
            .used("FALLBACK_IMAGE_DATA", "fallback-image-data", .text),
            .used("FALLBACK_IMAGE_PATH", "fallback-image-file", .text),
            .used("FALLBACK_IMAGE_URL", "fallback-image-url", .text),
            .used("FALLBACK_IMAGE_PREPROCESS_URL", "fallback-image-preprocess-url", .boolean),
            .used("FALLBACK_IMAGE_HTTP_CODE", "fallback-image-status", .count),
            .used("FALLBACK_IMAGE_TTL", "fallback-image-ttl", .duration),
            .used("FALLBACK_IMAGES_CACHE_SIZE", "fallback-image-cache-entries", .count),
            .used("ENFORCE_THUMBNAIL", "enforce-thumbnail", .boolean),
            .used("DISABLE_SHRINK_ON_LOAD", "shrink-on-load", .inverted),
        ]
    )

    static let responses = ImgproxyVariableGroup(
        heading: "Responses",
        variables: [
            .used("TTL", "ttl", .duration),
            .used("CACHE_CONTROL_PASSTHROUGH", "cache-control-passthrough", .boolean),
            .used("SET_CANONICAL_HEADER", "canonical-header", .boolean),
            .used("USE_ETAG", "etag", .boolean),
            .used("ETAG_ENABLED", "etag", .boolean),
            .used("ETAG_BUSTER", "etag-buster", .text),
            .used("USE_LAST_MODIFIED", "last-modified", .boolean),
            .used("LAST_MODIFIED_ENABLED", "last-modified", .boolean),
            .used("LAST_MODIFIED_BUSTER", "last-modified-buster", .text),
            .used("ENABLE_DEBUG_HEADERS", "debug-headers", .boolean),
        ]
            + ImgproxyVariable.all("RETURN_ATTACHMENT ENABLE_CLIENT_HINTS", .removed)
    )

    static let removed = ImgproxyVariableGroup(
        heading: "Removed from imgproxy 4",
        variables: ImgproxyVariable.all(
            "CONCURRENCY READ_TIMEOUT WRITE_TIMEOUT MAX_SVG_CHECK_BYTES DOWNLOAD_BUFFER_SIZE "
                + "BUFFER_POOL_CALIBRATION_THRESHOLD GIF_OPTIMIZE_FRAMES GIF_OPTIMIZE_TRANSPARENCY OPEN_TELEMETRY_ENDPOINT "
                + "OPEN_TELEMETRY_PROTOCOL OPEN_TELEMETRY_GRPC_INSECURE", .removed)
    )
}
