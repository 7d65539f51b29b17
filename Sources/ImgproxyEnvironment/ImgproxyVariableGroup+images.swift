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
            .used("ALLOW_PRIVATE_SOURCE_ADDRESSES", "allow-private-network-sources", .boolean),
            .used("MAX_SRC_RESOLUTION", "max-source-pixels", .megapixels),
            .used("MAX_SRC_FILE_SIZE", "max-source-bytes", .limit),
            .used("MAX_ANIMATION_FRAMES", "max-animation-frames", .limit),
            .used("MAX_ANIMATION_FRAME_RESOLUTION", "max-animation-frame-pixels", .megapixels),
            .used("MAX_RESULT_DIMENSION", "max-result-dimension", .count),
            .used("ALLOW_SECURITY_OPTIONS", "allow-security-options", .boolean),
            .used("ALLOWED_PROCESSING_OPTIONS", "allowed-options", .list),
            .used("SANITIZE_SVG", "sanitize-svg", .boolean),
        ]
            + ImgproxyVariable.accepted(
                "PNG_UNLIMITED SVG_UNLIMITED TIFF_UNLIMITED", "the limits on pixels and bytes apply to every format.")
    )

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
            .used("PNG_INTERLACED", "png-interlaced", .boolean),
            .used("PNG_QUANTIZE", "png-quantize", .boolean),
            .used("PNG_QUANTIZATION_COLORS", "png-quantization-colors", .count),
            .used("WEBP_EFFORT", "webp-effort", .count),
            .used("WEBP_PRESET", "webp-preset", .text),
            .used("AVIF_SPEED", "avif-speed", .count),
            .used("JXL_EFFORT", "jxl-effort", .count),
        ]
    )

    static let processing = ImgproxyVariableGroup(
        heading: "Processing",
        variables: [
            .used("STRIP_METADATA", "strip-metadata", .boolean),
            .used("KEEP_COPYRIGHT", "keep-copyright", .boolean),
            .used("STRIP_COLOR_PROFILE", "strip-color-profile", .boolean),
            .used("AUTO_ROTATE", "auto-rotate", .boolean),
            .used("PRESERVE_HDR", "preserve-hdr", .boolean),
            .used("USE_LINEAR_COLORSPACE", "linear-light", .boolean),
            .used("ALWAYS_RASTERIZE_SVG", "always-rasterize-svg", .boolean),
            .used("WATERMARK_DATA", "watermark-data", .text),
            .used("WATERMARK_PATH", "watermark-file", .text),
            .used("WATERMARK_URL", "watermark-url", .text),
            .used("WATERMARK_OPACITY", "watermark-opacity", .number),
            .used("FALLBACK_IMAGE_DATA", "fallback-image-data", .text),
            .used("FALLBACK_IMAGE_PATH", "fallback-image-file", .text),
            .used("FALLBACK_IMAGE_URL", "fallback-image-url", .text),
            .used("FALLBACK_IMAGE_HTTP_CODE", "fallback-image-status", .count),
            .used("FALLBACK_IMAGE_TTL", "fallback-image-ttl", .duration),
        ]
            + ImgproxyVariable.accepted(
                "ENFORCE_THUMBNAIL", "images are made from the full picture, never from a thumbnail stored with it.")
            + ImgproxyVariable.accepted(
                "DISABLE_SHRINK_ON_LOAD",
                "a source is decoded at a reduced scale only if enough pixels are left that it "
                    + "does not show.")
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
            + ImgproxyVariable.accepted(
                "RETURN_ATTACHMENT", "imgproxy 4 does not read it; the URL option does the same.")
            + ImgproxyVariable.accepted("ENABLE_CLIENT_HINTS", "imgproxy 4 does not read it.")
    )

    static let commercial = ImgproxyVariableGroup(
        heading: "imgproxy Pro",
        variables: ImgproxyVariable.accepted(
            "AUTOQUALITY_METHOD AUTOQUALITY_TARGET AUTOQUALITY_MIN AUTOQUALITY_MAX AUTOQUALITY_FORMAT_MIN "
                + "AUTOQUALITY_FORMAT_MAX AUTOQUALITY_ALLOWED_ERROR AUTOQUALITY_JPEG_NET BEST_FORMAT_BY_DEFAULT "
                + "BEST_FORMAT_COMPLEXITY_THRESHOLD BEST_FORMAT_MAX_RESOLUTION BEST_FORMAT_ALLOW_SKIPS JPEG_NO_SUBSAMPLE "
                + "JPEG_SUBSAMPLE JPEG_TRELLIS_QUANT JPEG_OVERSHOOT_DERINGING JPEG_OPTIMIZE_SCANS JPEG_QUANT_TABLE "
                + "WEBP_COMPRESSION WEBP_SMART_SUBSAMPLE AVIF_SUBSAMPLE SMART_CROP_ADVANCED SMART_CROP_FACE_DETECTION "
                + "WATERMARKS_CACHE_SIZE FALLBACK_IMAGES_CACHE_SIZE UNSHARP_MASKING_MODE UNSHARP_MASKING_WEIGHT "
                + "UNSHARP_MASKING_DIVIDER INFO_PRESETS INFO_PRESETS_PATH INFO_ONLY_PRESETS ALLOWED_INFO_OPTIONS",
            "it sets a default of imgproxy Pro; the part that is supported here is requested in the URL.")
    )

    static let removed = ImgproxyVariableGroup(
        heading: "Removed from imgproxy 4",
        variables: ImgproxyVariable.accepted(
            "CONCURRENCY READ_TIMEOUT WRITE_TIMEOUT MAX_SVG_CHECK_BYTES DOWNLOAD_BUFFER_SIZE "
                + "BUFFER_POOL_CALIBRATION_THRESHOLD GIF_OPTIMIZE_FRAMES GIF_OPTIMIZE_TRANSPARENCY OPEN_TELEMETRY_ENDPOINT "
                + "OPEN_TELEMETRY_PROTOCOL OPEN_TELEMETRY_GRPC_INSECURE",
            "imgproxy 4 no longer has it.")
    )
}
