import Testing

@testable import Sources

@Suite struct ObjectReferenceTests {
    @Test("an object has a name, a directory and a host as other sources have")
    func parts() throws {
        let reference = try SourceReference(parsing: "S3://pictures/a b/c%20d/e.jpg")
        #expect(reference.name == "e.jpg")
        #expect(reference.directory == "a b/c%20d")
        #expect(reference.host == "pictures")
        #expect(reference.logText == "s3://pictures/a b/c%20d/e.jpg")
    }

    @Test(
        "what names no object is refused",
        arguments: [
            "s3://", "s3://bucket", "s3://bucket/", "s3:///key", "s3://user@host/key", "s3://host:80/key",
            "s3://b/a\u{1}",
        ])
    func refuses(text: String) {
        let error = #expect(throws: SourceError.self) { _ = try SourceReference(parsing: text) }
        #expect(error?.code == .invalidReference)
    }
}
