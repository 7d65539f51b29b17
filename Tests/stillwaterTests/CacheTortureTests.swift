import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import TestSupport
import Testing

@testable import stillwater

/// Kills a service with a disk cache at random moments under load, and breaks what is in its folder: no answer is ever
/// anything but the picture that an undisturbed render makes.
///
/// `make torture` kills it 100 times; a few are enough to see that it works.
@Suite(.serialized, .timeLimit(.minutes(60))) struct CacheTortureTests {
    private static func number(_ name: String, _ usual: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? usual
    }

    private static let kills = number("STILLWATER_CACHE_KILLS", 3)
    private static let seed = UInt64(number("STILLWATER_TORTURE_SEED", 20_260_131))
    private static let widths = Array(stride(from: 40, to: 100, by: 5))

    /// A few pictures in small sizes: a body may be any of these, and no other.
    private struct Right: Sendable {
        let folder: ScratchFolder
        var bodies: [Int: [UInt8]] = [:]

        init() throws { folder = try ScratchFolder() }

        /// A new service on the same cache.
        func serving() async throws -> ServingProcess {
            try await ServingProcess(
                [
                    "--cache", "disk=\(folder.path)/cache:400kB,memory=100kB", "--cache-min-free", "0",
                    "--render-threads", "1",
                ], sources: folder)
        }
    }

    private static func path(_ width: Int, _ variant: Int) -> String {
        "/_/cb:\(variant)/rs:fit:\(width)/plain/local:///lake.jpg@jpg"
    }

    private static func get(
        _ server: ServingProcess, _ path: String
    ) async throws -> (status: UInt, body: [UInt8]) {
        let request = HTTPClientRequest(url: "http://\(server.main)\(path)")
        let answer = try await HTTPClient.shared.execute(request, timeout: .minutes(5))
        return (answer.status.code, Array(try await answer.body.collect(upTo: 1 << 24).readableBytesView))
    }

    @Test("Killed under load, and with flipped bits in its files, it never serves a wrong picture")
    func kills() async throws {
        var right = try Right()
        let calm = try await right.serving()
        for width in Self.widths { right.bodies[width] = try await Self.get(calm, Self.path(width, 0)).body }
        #expect(await calm.stop().code == 0)
        #expect(right.bodies.values.allSatisfy { $0.count > 500 })
        var random = SplitMix64(seed: Self.seed)
        for round in 0..<Self.kills {
            let requests = Int.random(in: 5..<40, using: &random)
            try await Self.round(right, requests, &random)
            try Self.breakFiles(right.folder.path + "/cache/entries", flips: round % 3, &random)
        }
        let left = try FileManager.default.contentsOfDirectory(atPath: right.folder.path + "/cache/new")
        // At most one for each of the two writers that a kill has met; the next start removes them.
        #expect(left.count <= 2)
    }

    /// Starts the service, asks it for pictures from four sides, and kills it when `requests` were answered.
    private static func round(_ right: Right, _ requests: Int, _ random: inout SplitMix64) async throws {
        let server = try await right.serving()
        let wanted = (0..<requests * 2).map { _ in
            (Self.widths.randomElement(using: &random) ?? 40, Int.random(in: 0..<6, using: &random))
        }
        let counter = Counter()
        await withTaskGroup(of: Void.self) { group in
            for side in 0..<4 {
                group.addTask {
                    for index in stride(from: side, to: wanted.count, by: 4) {
                        let (width, variant) = wanted[index]
                        // It may be killed meanwhile.
                        guard let answer = try? await get(server, path(width, variant)) else { return }
                        #expect(answer.status == 200)
                        #expect(answer.body == right.bodies[width], "width \(width), variant \(variant)")
                        if await counter.add() == requests { server.child.signal(SIGKILL) }
                    }
                }
            }
        }
        server.child.signal(SIGKILL)
        _ = await server.child.ending()
    }

    /// Flips a bit in some files, and cuts some.
    private static func breakFiles(_ folder: String, flips: Int, _ random: inout SplitMix64) throws {
        guard flips > 0 else { return }
        let files = (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []).sorted()
        for file in files where file.contains("/") {
            let url = URL(filePath: folder + "/" + file)
            var bytes = try Data(contentsOf: url)
            guard !bytes.isEmpty, Int.random(in: 0..<4, using: &random) == 0 else { continue }
            if flips == 1 {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            } else {
                bytes.removeLast(Int.random(in: 1...bytes.count, using: &random))
            }
            try bytes.write(to: url)
        }
    }
}

private actor Counter {
    private var count = 0

    func add() -> Int {
        count += 1
        return count
    }
}
