/// What object stores are spoken to, how, and which of their buckets may be sources.
package struct ObjectStoresConfiguration: Sendable {
    package var rules = BucketRules()
    package var querySeparator = "?"
    package var timeout = Duration.seconds(60)
    /// A file of certificates in PEM that are trusted beside the system's.
    package var authorities: String?
    package var s3 = S3Configuration()
    package var gcs = GCSConfiguration()
    package var azure = AzureConfiguration()
    package var swift = SwiftConfiguration()

    package init() {}
}
