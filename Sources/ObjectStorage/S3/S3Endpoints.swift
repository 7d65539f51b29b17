/// Where the buckets of S3, or of what speaks its protocol, are asked for.
package struct S3Endpoints: Sendable, Hashable {
    /// In place of AWS's own.
    package var endpoint: StoreEndpoint?
    /// Whether buckets of `endpoint` stand in the path, and not before the host.
    package var usesPathStyle: Bool

    package init(endpoint: StoreEndpoint? = nil, usesPathStyle: Bool = true) {
        self.endpoint = endpoint
        self.usesPathStyle = usesPathStyle
    }

    /// Where `bucket` is, and the path of `key` there; without one, that of the bucket.
    ///
    /// Buckets stand before the host as AWS wants it, unless their name is no label of a host name: a certificate for
    /// `*.s3.region.amazonaws.com` does not hold for a name with a dot.
    func place(of bucket: String, key: String?, region: String) -> (endpoint: StoreEndpoint, path: String) {
        let base =
            endpoint ?? StoreEndpoint(isSecure: true, host: "s3.\(region).\(Self.domain(of: region))")
        let standsBefore =
            (endpoint == nil || !usesPathStyle) && BucketName.isHostLabel(bucket) && base.hasName
        let path = key.map { "/" + URIEncoding.path($0) }
        if standsBefore {
            return (base.with(host: "\(bucket).\(base.host)"), base.basePath + (path ?? "/"))
        }
        return (base, base.basePath + "/" + URIEncoding.path(bucket) + (path ?? ""))
    }

    /// The domain of AWS's services in `region`: China's stands apart.
    static func domain(of region: String) -> String {
        region.hasPrefix("cn-") ? "amazonaws.com.cn" : "amazonaws.com"
    }

    /// Whether `text` can be a region, so that it may stand in a host name.
    static func isRegion(_ text: String) -> Bool {
        text.wholeMatch(of: /[a-z0-9][a-z0-9-]{0,62}/) != nil
    }
}
