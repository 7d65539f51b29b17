// Features of imgproxy Pro that do not exist here. What of it exists stands with the other variables.

extension ImgproxyVariableGroup {
    static let commercial = ImgproxyVariableGroup(
        heading: "imgproxy Pro, features that do not exist here",
        variables: ImgproxyVariable.unsupported(
            "LICENSE_KEY LICENSE_DEVELOPMENT_MODE", "no licence key is needed.")
            + ImgproxyVariable.unsupported(
                "BEST_FORMAT_BY_DEFAULT BEST_FORMAT_ALLOW_SKIPS", off: falseTexts, "there is no format `best`.")
            + ImgproxyVariable.unsupported(
                "BEST_FORMAT_COMPLEXITY_THRESHOLD BEST_FORMAT_MAX_RESOLUTION", "there is no format `best`.")
            + ImgproxyVariable.unsupported(
                "JPEG_TRELLIS_QUANT JPEG_OVERSHOOT_DERINGING JPEG_OPTIMIZE_SCANS JPEG_QUANT_TABLE", off: falseTexts,
                "it belongs to an encoder that is not used here.")
            + ImgproxyVariable.unsupported(
                "AUTOQUALITY_JPEG_NET AUTOQUALITY_WEBP_NET AUTOQUALITY_AVIF_NET AUTOQUALITY_JXL_NET",
                "the automatic quality knows no neural networks.")
            + ImgproxyVariable.unsupported(
                "SMART_CROP_ADVANCED SMART_CROP_ADVANCED_MODE SMART_CROP_FACE_DETECTION", off: falseTexts,
                "gravity `sm` knows one method, without detected objects.")
            + ImgproxyVariable.unsupported(
                "UNSHARP_MASKING_MODE UNSHARP_MASKING_WEIGHT UNSHARP_MASKING_DIVIDER", off: ["none"],
                "there is no unsharp masking; `sharpen` exists.")
            + recognition + video
            + ImgproxyVariable.unsupported(
                "CUSTOM_RESPONSE_HEADERS RESPONSE_HEADERS_PASSTHROUGH",
                "answers have only the headers of the service; what is in front of it can add others.")
            + ImgproxyVariable.unsupported(
                "COLOR_PROFILES_DIR", "results have sRGB or the source's profile, and no others.")
            + cache
    )

    private static let recognition = ImgproxyVariable.unsupported(
        "OBJECT_DETECTION_NET OBJECT_DETECTION_NET_TYPE OBJECT_DETECTION_CONFIG OBJECT_DETECTION_WEIGHTS "
            + "OBJECT_DETECTION_CLASSES OBJECT_DETECTION_NET_SIZE OBJECT_DETECTION_CONFIDENCE_THRESHOLD "
            + "OBJECT_DETECTION_NMS_THRESHOLD OBJECT_DETECTION_SWAP_RB OBJECT_DETECTION_FALLBACK_TO_SMART_CROP "
            + "OBJECT_DETECTION_GRAVITY_MODE CLASSIFICATION_NET CLASSIFICATION_CLASSES CLASSIFICATION_NET_SIZE "
            + "CLASSIFICATION_THRESHOLD CLASSIFICATION_NORMALIZATION CLASSIFICATION_LAYOUT",
        "nothing is recognised in pictures.")

    private static let video = ImgproxyVariable.unsupported(
        "ENABLE_VIDEO_THUMBNAILS VIDEO_THUMBNAIL_SECOND VIDEO_THUMBNAIL_KEYFRAMES "
            + "VIDEO_THUMBNAIL_TILE_AUTO_KEYFRAMES VIDEO_THUMBNAIL_PROBE_SIZE "
            + "VIDEO_THUMBNAIL_MAX_ANALYZE_DURATION ENABLE_RAW_FORMATS PDF_NO_BACKGROUND",
        off: falseTexts, "videos, camera raw files and PDF documents are not read.")

    private static let cache = ImgproxyVariable.unsupported(
        "CACHE_USE CACHE_PATH_PREFIX CACHE_BUCKET CACHE_KEY_HEADERS CACHE_KEY_COOKIES CACHE_REPORT_ERRORS CACHE_FS_ROOT "
            + "CACHE_S3_REGION CACHE_S3_ENDPOINT CACHE_S3_ENDPOINT_USE_PATH_STYLE CACHE_S3_USE_DECRYPTION_CLIENT "
            + "CACHE_S3_ASSUME_ROLE_ARN CACHE_S3_ASSUME_ROLE_EXTERNAL_ID CACHE_GCS_KEY CACHE_GCS_ENDPOINT CACHE_ABS_NAME "
            + "CACHE_ABS_KEY CACHE_ABS_ENDPOINT CACHE_SWIFT_USERNAME CACHE_SWIFT_API_KEY CACHE_SWIFT_AUTH_URL "
            + "CACHE_SWIFT_AUTH_VERSION CACHE_SWIFT_TENANT CACHE_SWIFT_DOMAIN CACHE_SWIFT_TIMEOUT_SECONDS "
            + "CACHE_SWIFT_CONNECT_TIMEOUT_SECONDS",
        "results are not kept; a CDN or a proxy in front of the service keeps them.")
}
