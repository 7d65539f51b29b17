import Testing

@testable import ObjectStorage

@Suite struct StoreEndpointTests {
    @Test(
        "endpoints are read, and name themselves as Host does",
        arguments: [
            ("https://s3.example.com", "s3.example.com", "https://s3.example.com"),
            ("http://MinIO:9000/", "minio:9000", "http://minio:9000"), ("http://h:80/a/b/", "h", "http://h/a/b"),
            ("HTTPS://[::1]:8443", "[::1]:8443", "https://[::1]:8443"),
        ])
    func reads(text: String, authority: String, whole: String) throws {
        let endpoint = try StoreEndpoint(parsing: text)
        #expect(endpoint.authority == authority)
        #expect(endpoint.description == whole)
    }

    @Test(
        "anything else is refused without being repeated",
        arguments: [
            "s3.example.com", "ftp://h", "https://user:password@h", "http://h:0", "http://h:70000", "http://h/?x",
            "http://",
        ]
    )
    func refuses(text: String) {
        let error = #expect(throws: ObjectStoreError.self) { _ = try StoreEndpoint(parsing: text) }
        #expect(error?.code == .notConfigured)
        #expect(error?.description.contains("password") == false)
    }

    @Test("buckets stand before AWS's hosts, and in the path where a name has a dot or the settings say so")
    func places() throws {
        let aws = S3Endpoints()
        #expect(
            aws.place(of: "pictures", key: "a b", region: "eu-west-1").endpoint.host
                == "pictures.s3.eu-west-1.amazonaws.com")
        #expect(aws.place(of: "pictures", key: "a b", region: "eu-west-1").path == "/a%20b")
        #expect(aws.place(of: "pictures", key: nil, region: "eu-west-1").path == "/")
        #expect(aws.place(of: "with.dot", key: "k", region: "eu-west-1").path == "/with.dot/k")
        #expect(
            aws.place(of: "b-b", key: "k", region: "cn-north-1").endpoint.host == "b-b.s3.cn-north-1.amazonaws.com.cn")
        let own = S3Endpoints(endpoint: try StoreEndpoint(parsing: "http://minio:9000/base"))
        #expect(own.place(of: "bucket", key: "k//l", region: "r").path == "/base/bucket/k//l")
        let named = S3Endpoints(endpoint: try StoreEndpoint(parsing: "http://minio:9000"), usesPathStyle: false)
        #expect(named.place(of: "bucket", key: "k", region: "r").endpoint.authority == "bucket.minio:9000")
        let address = S3Endpoints(endpoint: try StoreEndpoint(parsing: "http://127.0.0.1:9000"), usesPathStyle: false)
        #expect(address.place(of: "bucket", key: "k", region: "r").path == "/bucket/k")
    }
}
