import Foundation
import ImageModel
import Jobs
import NIOCore
import NIOHTTP1

@testable import HTTPAPI

/// What the tests need of an answer that shows a batch.
struct ShownBatch: Decodable {
    struct Items: Decodable {
        var total: Int
        var waiting: Int
        var done: Int
        var failed: Int
    }

    var id: String
    var state: String
    var items: Items
    var failures: [String: Int]?
}

/// The answer to a request that has made one.
struct CreatedBatch: Decodable {
    struct Duplicate: Decodable {
        var line: Int
        var firstLine: Int
    }

    var batch: ShownBatch
    var duplicates: [Duplicate]
    var duplicateCount: Int
}

extension TestAnswer {
    func decoded<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try JSONDecoder().decode(type, from: Data(body))
    }
}

extension TestServer {
    var batches: String { "\(url)/v1/batches" }

    /// The options of a batch whose list comes in the body.
    static let options = "sizes=100&store=%7Bstem%7D-%7Bwidth%7D.%7Bext%7D"

    /// The answer to a list in a body.
    func list(
        _ text: String, as type: String = "text/plain", query: String = options, headers: [(String, String)] = []
    ) async throws -> TestAnswer {
        try await send(
            .POST, "\(batches)?\(query)", headers: [("Content-Type", type)] + headers, body: Array(text.utf8))
    }

    /// A batch of these sources.
    func batch(_ sources: [String]) async throws -> ShownBatch {
        try await list(sources.joined(separator: "\n")).decoded(CreatedBatch.self).batch
    }

    /// Ends `count` items of a batch in order: failed ones for `cause`, or done.
    func end(_ count: Int, of batch: ShownBatch, cause: String? = nil) async throws {
        let id = BatchID(batch.id) ?? BatchID()
        let claimed = try await jobs.claim(count, of: id, for: "test", lease: .seconds(60))
        let reports = claimed.map { item in
            let facts = ItemFacts(
                sourceBytes: 10,
                renditions: [
                    StoredFile(
                        path: "a.jpg",
                        facts: FileFacts(size: PixelSize(width: 2, height: 1), format: .jpeg, byteCount: 3))
                ])
            return ItemReport(
                lease: item.lease, outcome: cause.map { .failed(ItemCause(code: $0, message: "why")) } ?? .done(facts))
        }
        _ = try await jobs.finish(reports)
    }
}
