// How imgproxy's variables about object stores are treated.

extension ImgproxyVariableGroup {
    static let objectStores = ImgproxyVariableGroup(
        heading: "Object stores",
        variables: [
            .used("USE_S3", "use-s3", .boolean),
            .used("S3_REGION", "s3-region", .text),
            .used("S3_ENDPOINT", "s3-endpoint", .text),
            .used("S3_ENDPOINT_USE_PATH_STYLE", "s3-endpoint-path-style", .boolean),
            .used("S3_ASSUME_ROLE_ARN", "s3-assume-role", .text),
            .used("S3_ASSUME_ROLE_EXTERNAL_ID", "s3-assume-role-external-id", .text),
            .used("S3_ALLOWED_BUCKETS", "s3-allowed-buckets", .list),
            .used("S3_DENIED_BUCKETS", "s3-denied-buckets", .list),
            .used("USE_GCS", "use-gcs", .boolean),
            .used("GCS_KEY", "gcs-key", .text),
            .used("GCS_ENDPOINT", "gcs-endpoint", .text),
            .used("GCS_ALLOWED_BUCKETS", "gcs-allowed-buckets", .list),
            .used("GCS_DENIED_BUCKETS", "gcs-denied-buckets", .list),
            .used("USE_ABS", "use-abs", .boolean),
            .used("ABS_NAME", "abs-name", .text),
            .used("ABS_KEY", "abs-key", .text),
            .used("ABS_ENDPOINT", "abs-endpoint", .text),
            .used("ABS_ALLOWED_BUCKETS", "abs-allowed-buckets", .list),
            .used("ABS_DENIED_BUCKETS", "abs-denied-buckets", .list),
            .used("USE_SWIFT", "use-swift", .boolean),
            .used("SWIFT_USERNAME", "swift-user", .text),
            .used("SWIFT_API_KEY", "swift-key", .text),
            .used("SWIFT_AUTH_URL", "swift-auth-url", .text),
            .used("SWIFT_AUTH_VERSION", "swift-auth-version", .text),
            .used("SWIFT_TENANT", "swift-tenant", .text),
            .used("SWIFT_DOMAIN", "swift-domain", .text),
            .used("SWIFT_TIMEOUT_SECONDS", "object-store-timeout", .duration),
            .used("SWIFT_ALLOWED_BUCKETS", "swift-allowed-buckets", .list),
            .used("SWIFT_DENIED_BUCKETS", "swift-denied-buckets", .list),
            .used("SOURCE_URL_QUERY_SEPARATOR", "source-query-separator", .text),
        ]
            + ImgproxyVariable.accepted(
                "S3_ACCESS_POINTS", "access points are not supported; name their buckets in sources.")
            + ImgproxyVariable.accepted(
                "S3_USE_DECRYPTION_CLIENT S3_DECRYPTION_CLIENT_ENABLED",
                "objects that their writers encrypted are not decrypted.")
            + ImgproxyVariable.accepted("SWIFT_CONNECT_TIMEOUT_SECONDS", "connecting takes five seconds at the most.")
    )
}
