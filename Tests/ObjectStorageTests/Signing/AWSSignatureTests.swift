import ImageModel
import Testing

@testable import ObjectStorage

/// AWS's own examples ("Examples: Signature Calculations in AWS Signature Version 4", Amazon S3 API Reference).
@Suite struct AWSSignatureTests {
    private static let signature = AWSSignature(
        credentials: Credentials(
            accessKey: "AKIAIOSFODNN7EXAMPLE", secretKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
        region: "us-east-1", service: "s3", time: CalendarTime(secondsSince1970: 1_369_353_600))

    private static func request(_ method: String, _ path: String) -> StoreRequest {
        StoreRequest(method, StoreEndpoint(isSecure: true, host: "examplebucket.s3.amazonaws.com"), path: path)
    }

    private static func signed(_ request: StoreRequest) -> String {
        var request = request
        signature.sign(&request, payload: PayloadHash.of(request.body))
        let field = request.fields.first { $0.name == "Authorization" }?.value ?? ""
        return field.split(separator: "Signature=").last.map(String.init) ?? ""
    }

    @Test("a GET of a range")
    func range() {
        var request = Self.request("GET", "/test.txt")
        request.set("Range", "bytes=0-9")
        #expect(Self.signed(request) == "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")
    }

    @Test("a PUT with a body, and a key that must be encoded")
    func put() {
        var request = Self.request("PUT", "/" + URIEncoding.path("test$file.text"))
        request.set("Date", "Fri, 24 May 2013 00:00:00 GMT")
        request.set("x-amz-storage-class", "REDUCED_REDUNDANCY")
        request.body = EncodedBytes(sharing: Array("Welcome to Amazon S3.".utf8))
        #expect(Self.signed(request) == "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd")
    }

    @Test("a query that is a name alone")
    func lifecycle() {
        var request = Self.request("GET", "/")
        request.query = [("lifecycle", "")]
        #expect(Self.signed(request) == "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543")
    }

    @Test("a query in another order")
    func list() {
        var request = Self.request("GET", "/")
        request.query = [("prefix", "J"), ("max-keys", "2")]
        #expect(Self.signed(request) == "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7")
    }

    @Test("a session's token is sent and signed")
    func token() {
        var request = Self.request("GET", "/a")
        AWSSignature(
            credentials: Credentials(accessKey: "A", secretKey: "B", sessionToken: "C"), region: "r", service: "s3",
            time: CalendarTime(secondsSince1970: 0)
        ).sign(&request, payload: AWSSignature.emptyPayload)
        #expect(request.fields.contains { $0 == ("x-amz-security-token", "C") })
        #expect(
            request.fields.contains { $0.value.contains("host;x-amz-content-sha256;x-amz-date;x-amz-security-token") })
    }

    @Test("values are trimmed, and blanks in them become one")
    func blanks() {
        var request = Self.request("GET", "/a")
        request.set("Cache-Control", "  a \t  b ")
        let text = AWSSignature.canonicalText(of: request, payload: "p")
        #expect(text == "GET\n/a\n\ncache-control:a b\nhost:examplebucket.s3.amazonaws.com\n\ncache-control;host\np")
    }
}
