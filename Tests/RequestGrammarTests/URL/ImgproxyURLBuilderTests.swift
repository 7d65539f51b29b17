import ImageModel
import Testing

@testable import RequestGrammar

@Suite struct ImgproxyURLBuilderTests {
    private static func configuration() throws -> URLGrammarConfiguration {
        var configuration = URLGrammarConfiguration()
        configuration.pathPrefix = "/img"
        configuration.signatures = try SignatureVerifier(keys: [Array("k".utf8)], salts: [Array("s".utf8)])
        configuration.cipher = try SourceCipher(key: Array(repeating: 9, count: 32))
        return configuration
    }

    @Test(
        "A built URL is read as intended, in every encoding", arguments: ImgproxyURLBuilder.Encoding.allCases,
        ["http://a.b/c.jpg", "local:///a b/größe@2x.png", "https://a.b/?q=1%20&x=@#f", "s3://bucket/a:/b%"])
    func roundTrip(encoding: ImgproxyURLBuilder.Encoding, source: String) throws {
        var configuration = try Self.configuration()
        configuration.sourceQuerySeparator = ""
        let path = try ImgproxyURLBuilder(configuration).path(
            source: source, optionsText: "rs:fill:300:400 g:sm - t:10", format: .webp, encoding: encoding)
        let request = try URLGrammar(configuration).processingRequest(target: path, now: 0)
        #expect(request.source == source)
        #expect(request.renditions.map(\.width) == [300, nil])
        #expect(request.format == .webp)
    }

    @Test("Without keys the signature is unsafe, without a prefix the path begins with it")
    func plain() throws {
        let path = try ImgproxyURLBuilder().path(source: "http://a.b/c?d", optionsText: " w:5  h:6 ", encoding: .plain)
        #expect(path == "/unsafe/w:5/h:6/plain/http://a.b/c%3Fd")
        #expect(try ImgproxyURLBuilder().path(source: "hi", options: []) == "/unsafe/aGk")
    }

    @Test(
        "Invalid options are refused, as when reading",
        arguments: [
            ("w:x", RequestError.Code.invalidArgument), ("w", .invalidArgument), ("foo:1", .unknownOption),
            ("st:1", .proOnly),
            ("cb:a/b", .invalidArgument), ("cb:ü", .invalidArgument), ("cb:a?b", .invalidArgument),
        ])
    func refused(option: String, code: RequestError.Code) {
        let error = #expect(throws: RequestError.self) { try ImgproxyURLBuilder().path(source: "a", options: [option]) }
        #expect(error?.code == code)
    }

    @Test("An empty source, and one to be encrypted without a key, are refused")
    func sources() {
        #expect(throws: RequestError.self) { try ImgproxyURLBuilder().path(source: "", options: []) }
        #expect(throws: RequestError.self) {
            try ImgproxyURLBuilder().path(source: "a", options: [], encoding: .encrypted)
        }
    }
}
