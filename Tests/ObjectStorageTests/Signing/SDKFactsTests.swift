import Cryptography
import Foundation
import ImageModel
import TestSupport
import Testing

@testable import ObjectStorage

/// The same requests as the official SDKs sign them: `Scripts/object-store-facts.py` records that.
@Suite struct SDKFactsTests {
    /// One request and its `Authorization`.
    struct Fact: Decodable, Sendable, CustomTestStringConvertible {
        let method: String
        let key: String?
        let query: [[String]]
        let fields: [String: String]
        let body: String
        let token: String?
        let authorization: String

        var testDescription: String { "\(method) \(key ?? "") \(query) \(token == nil ? "" : "by a session")" }

        func request(_ endpoint: StoreEndpoint, _ bucket: String) -> StoreRequest {
            var request = StoreRequest(
                method, endpoint, path: "/\(bucket)" + (key.map { "/" + URIEncoding.path($0) } ?? ""))
            request.query = query.map { (name: $0[0], value: $0[1]) }
            for (name, value) in fields { request.set(name, value) }
            if !body.isEmpty { request.body = EncodedBytes(sharing: Array(body.utf8)) }
            return request
        }
    }

    struct Signed: Decodable, Sendable {
        let text: String
        let signature: String
    }

    private struct Facts: Decodable {
        let aws: [Fact]
        let azure: [Fact]
        let google: [Signed]
    }

    // A fixture that cannot be read leaves no facts, which a test notices.
    private static let recorded = try? JSONDecoder().decode(
        Facts.self, from: Data(RepositoryFiles.fixture("object-store-facts.json")))
    /// 2026-11-30T17:00:05Z
    private static let time = CalendarTime(secondsSince1970: 1_796_058_005)

    @Test("there are facts")
    func facts() throws {
        let facts = try #require(Self.recorded)
        #expect(facts.aws.count > 20)
        #expect(facts.azure.count > 8)
        #expect(facts.google.count == 3)
        #expect(Self.time.basicText == "20261130T170005Z")
    }

    @Test("S3 is signed for as by botocore", arguments: recorded?.aws ?? [])
    func aws(fact: Fact) throws {
        var request = fact.request(StoreEndpoint(isSecure: true, host: "s3.eu-west-7.example", port: 9000), "bucket")
        AWSSignature(
            credentials: Credentials(
                accessKey: "AKIDEXAMPLE", secretKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
                sessionToken: fact.token),
            region: "eu-west-7", service: "s3", time: Self.time
        ).sign(&request, payload: PayloadHash.of(request.body))
        #expect(request.fields.first { $0.name == "Authorization" }?.value == fact.authorization)
    }

    @Test("Azure is signed for as by azure-storage-blob", arguments: recorded?.azure ?? [])
    func azure(fact: Fact) throws {
        var request = fact.request(StoreEndpoint(isSecure: true, host: "account.blob.core.windows.net"), "container")
        request.set("x-ms-date", Self.time.httpDate)
        request.set("x-ms-version", "2021-12-02")
        let key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
        AzureSignature(account: "account", key: Array(try #require(Data(base64Encoded: key)))).sign(&request)
        #expect(request.fields.first { $0.name == "Authorization" }?.value == fact.authorization)
    }

    @Test("RS256 is signed as by google-auth", arguments: recorded?.google ?? [])
    func google(fact: Signed) throws {
        let pem = String(decoding: try RepositoryFiles.fixture("keys/rsa-2048.pem"), as: UTF8.self)
        let signature = try RSASignature(pem: pem).code(for: Array(fact.text.utf8))
        #expect(Data(signature).base64EncodedString() == fact.signature)
    }
}
