import Foundation
import ImageModel
import Rendering
import TestSupport
import Testing

@testable import HTTPAPI

/// URLs that a client library made, sent to the running service.
@Suite(.timeLimit(.minutes(10))) struct ClientURLTests {
    @Test("every URL of the client library is let in and answered with a picture")
    func accepted() async throws {
        let lines = String(decoding: try RepositoryFiles.fixture("client-urls.csv"), as: UTF8.self).split(
            separator: "\n")
        let paths = lines.dropFirst().compactMap { $0.split(separator: ",").last.map(String.init) }
        #expect(paths.count > 20)
        let lake = try RepositoryFiles.fixture("jpeg/baseline.jpg")
        let replacements = ["http://example.com/", "https://example.com/", "s3://bucket/"].map { "\($0)=ORIGIN/" }
        let settings = [
            "--url-keys", "736563726574", "--url-salts", "68656c6c6f", "--url-replacements",
            replacements.joined(separator: ";"), "--watermark-data",
            Data(try URLServer.plain(20, 20, [255, 0, 0])).base64EncodedString(),
        ]
        let names = ["/images/curiosity.jpg", "/a.jpg", "/a.png", "/gr%C3%B6%C3%9Fe.png", "/deep/key.tiff"]
        let answers = Dictionary(uniqueKeysWithValues: names.map { ($0, FakeAnswer(body: lake)) })
        try await withURLServer(settings, answers: answers, files: ["test1.png": lake, "a/b c.jpg": lake]) {
            server async throws in
            for path in paths {
                let answer = try await server.send(path)
                #expect(answer.status == 200, "\(path): \(answer.text.prefix(300))")
                #expect(try !answer.picture.isEmpty)
            }
        }
    }
}
