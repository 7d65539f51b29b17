import Testing

@testable import ObjectStorage

@Suite struct ObjectNameTests {
    @Test(
        "prefixes are read, and lie before paths as folders do",
        arguments: [
            ("s3://b1", "", "a/b.jpg", "s3://b1"), ("S3://b1/", "", "a/b.jpg", "s3://b1"),
            ("s3://b1/x", "x", "x/a/b.jpg", "s3://b1/x"), ("s3://b1/x/", "x/", "x/a/b.jpg", "s3://b1/x"),
            ("s3://b1//x/", "/x/", "/x/a/b.jpg", "s3://b1//x"),
        ])
    func prefixes(text: String, prefix: String, key: String, shown: String) throws {
        let parsed = try ObjectPrefix(parsing: text)
        #expect(parsed.prefix == prefix)
        #expect(try parsed.object(below: "a/b.jpg").key == key)
        #expect(parsed.description == shown)
    }

    @Test(
        "what cannot be a bucket is refused",
        arguments: [
            "s3://", "s3:///a", "s3://-b/a", "s3://a b/c", "s3://a@evil.example/c", "s3://a:80/c", "http://b/c", "s3:b",
        ])
    func refuses(text: String) {
        let error = #expect(throws: ObjectStoreError.self) { _ = try ObjectPrefix(parsing: text) }
        #expect(error?.code == .invalidName)
    }

    @Test("a key has 1 to 1,024 bytes")
    func keys() throws {
        let bucket = try BucketName("bucket")
        #expect(throws: ObjectStoreError.self) { _ = try ObjectName(scheme: .s3, bucket: bucket, key: "") }
        #expect(throws: ObjectStoreError.self) {
            _ = try ObjectName(scheme: .s3, bucket: bucket, key: String(repeating: "ü", count: 513))
        }
        let longest = String(repeating: "ü", count: 512)
        #expect(try ObjectName(scheme: .s3, bucket: bucket, key: longest).key == longest)
    }

    @Test("a bucket may be named where its store is on, it is not denied, and nothing else alone is allowed")
    func rules() {
        var rules = BucketRules()
        #expect(!rules.allows("a", .s3))
        rules.schemes = [.s3]
        #expect(rules.allows("a", .s3))
        rules.denied[.s3] = ["a"]
        #expect(!rules.allows("a", .s3))
        #expect(rules.allows("b", .s3))
        rules.allowed[.s3] = ["a", "c"]
        #expect(!rules.allows("a", .s3))
        #expect(!rules.allows("b", .s3))
        #expect(rules.allows("c", .s3))
    }
}
