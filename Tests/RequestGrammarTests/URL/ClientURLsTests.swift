import Foundation
import ImageModel
import Testing

@testable import RequestGrammar

/// URLs made by a client library (`Scripts/imgproxy-client-urls.py`).
@Suite struct ClientURLsTests {
    struct Row: Sendable, CustomStringConvertible {
        let cells: [String]
        var source: String { cells[0] }
        var size: [Int?] { [Int(cells[2]), Int(cells[3])].map { $0 == 0 ? nil : $0 } }
        var path: String { cells[8] }
        var description: String { path }
    }

    /// No cell of the file is quoted.
    private static let rows: [Row] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Fixtures/client-urls.csv")
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""  // An absent file fails the count below.
        return text.split(separator: "\n").dropFirst().map { line in
            Row(cells: line.split(separator: ",", omittingEmptySubsequences: false).map(String.init))
        }
    }()

    private static func grammar() throws -> URLGrammar {
        var configuration = URLGrammarConfiguration()
        configuration.signatures = try SignatureVerifier(keys: [Array("secret".utf8)], salts: [Array("hello".utf8)])
        configuration.sourceQuerySeparator = ""
        return try URLGrammar(configuration)
    }

    @Test("The file contains the expected URLs")
    func count() {
        #expect(Self.rows.count == 21)
    }

    @Test("A client library's URL is accepted, and read as intended", arguments: rows)
    func read(row: Row) throws {
        let request = try Self.grammar().processingRequest(target: row.path, now: 0)
        let rendition = request.renditions[0]
        #expect(request.source == row.source)
        #expect([rendition.width, rendition.height] == row.size)
        #expect(rendition.fit.rawValue == row.cells[1])
        #expect(rendition.gravity.arguments.joined(separator: ":") == row.cells[4])
        #expect(rendition.enlarges == (row.cells[5] == "1"))
        #expect(request.format == (row.cells[6].isEmpty ? nil : ImageFormat(name: row.cells[6])))
        let advanced = row.cells[7].split(separator: " ").joined(separator: "/")
        guard !advanced.isEmpty else { return }
        for segment in try OptionCase.request(advanced).canonicalOptions.split(separator: "/") {
            #expect(request.canonicalOptions.split(separator: "/").contains(segment))
        }
    }

    @Test("A modified URL of a client library is refused", arguments: rows)
    func changed(row: Row) throws {
        let path = row.path.replacing("/rs:", with: "/rs:fit/rs:")
        let error = #expect(throws: RequestError.self) {
            try Self.grammar().processingRequest(target: path, now: 0)
        }
        #expect(error?.code == .invalidSignature)
    }
}
