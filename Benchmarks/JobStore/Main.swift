import Foundation
import Glibc
import ImageModel
import Jobs

/// How fast a job file is: many rows in, and each one claimed and finished.
///
///     job-store [ROWS [ITEMS-A-CALL [FILE]]]
@main struct Main {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst().map { $0 }
        let rows = arguments.first.flatMap { Int($0) } ?? 1_000_000
        let step = arguments.dropFirst().first.flatMap { Int($0) } ?? 256
        let path = arguments.dropFirst(2).first ?? "\(NSTemporaryDirectory())job-store-\(getpid()).db"
        let store = try GRDBJobStore(path: path)
        let batch = try await store.create(
            BatchSpecification(renditions: [Rendition(width: 800)], sizes: "800", template: "{hash}.{ext}"),
            idempotencyKey: nil
        ).batch.id
        print("load     ", try await load(rows, into: batch, store))
        for part in 1...4 { print("part \(part)/4 ", try await finish(rows / 4, of: batch, step, store)) }
        let counts = try await store.batch(batch).counts
        print("done \(counts.done) of \(counts.total), file of \(try megabytes(of: path)) MB")
        try store.close()
        for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
    }

    private static func load(_ rows: Int, into batch: BatchID, _ store: GRDBJobStore) async throws -> String {
        let start = ContinuousClock.now
        for first in stride(from: 1, through: rows, by: 5000) {
            let items = (first..<min(first + 5000, rows + 1)).map { number in
                NewItem(
                    source: "https://origin.example/photos/2024/\(number % 100)/picture-\(number).jpg", line: number)
            }
            _ = try await store.append(items, to: batch)
        }
        try await store.seal(batch)
        return rate(rows, since: start)
    }

    private static func finish(
        _ rows: Int, of batch: BatchID, _ step: Int, _ store: GRDBJobStore
    ) async throws -> String {
        let start = ContinuousClock.now
        var count = 0
        while count < rows {
            let items = try await store.claim(
                min(step, rows - count), of: batch, for: "benchmark", lease: .seconds(60))
            guard !items.isEmpty else { break }
            _ = try await store.finish(
                items.map { ItemReport(lease: $0.lease, outcome: .done(facts(of: $0.item.line))) })
            count += items.count
        }
        return rate(count, since: start)
    }

    private static func facts(of number: Int) -> ItemFacts {
        let renditions = [1600, 800].map { width in
            StoredFile(
                path: "thumbs/0123456789abcdef0123456789\(number)/\(width).jpg",
                facts: FileFacts(
                    size: PixelSize(width: width, height: width / 4 * 3), format: .jpeg, byteCount: 123_456))
        }
        return ItemFacts(sourceBytes: 4_567_890, validator: "etag \"0123456789-\(number)\"", renditions: renditions)
    }

    private static func rate(_ count: Int, since start: ContinuousClock.Instant) -> String {
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let memory =
            (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8))?
            .split(separator: "\n").first { $0.hasPrefix("VmRSS") } ?? ""
        return
            "\(count) in \(Int(seconds * 10)) tenths of a second: \(Int(Double(count) / seconds)) a second, \(memory)"
    }

    private static func megabytes(of path: String) throws -> Int {
        (try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0) >> 20
    }
}
