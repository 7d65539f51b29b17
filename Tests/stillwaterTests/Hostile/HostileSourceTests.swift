import Foundation
import NIOHTTP1
import TestSupport
import Testing

@testable import stillwater

/// No picture stops what others ask for, whatever it is.
///
/// `make hostile` asks for each in every way, with the default settings, and prints what came of it; here each is asked for
/// in one way, the next one in the next.
@Suite(.measuring, .serialized, .timeLimit(.minutes(60))) struct HostileSourceTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let asksAll = environment["STILLWATER_HOSTILE"] != nil
    private static let side = environment["STILLWATER_HOSTILE_AT_ONCE"].flatMap { Int($0) } ?? 4
    private static let name = environment["STILLWATER_HOSTILE_NAME"] ?? ""

    /// What is asked for at once.
    struct Round: Sendable, CustomTestStringConvertible {
        let number: Int
        let requests: [(source: HostileSource, way: HostileRequest)]

        var testDescription: String { requests.map { "\($0.source.name) (\($0.way))" }.joined(separator: "; ") }
    }

    private static let rounds: [Round] = {
        let sources = HostileSource.all.filter { name.isEmpty || $0.name.contains(name) }
        let ways = HostileRequest.allCases
        // Pictures of many formats in one round.
        let apart = (0..<side).flatMap { start in stride(from: start, to: sources.count, by: side).map { sources[$0] } }
        let all =
            asksAll
            ? ways.flatMap { way in apart.map { ($0, way) } }
            : apart.enumerated().map { ($1, ways[$0 % ways.count]) }
        return stride(from: 0, to: all.count, by: side).enumerated().map { number, start in
            Round(number: number, requests: Array(all[start..<min(start + side, all.count)]))
        }
    }()

    /// A worker's time. The default's, where all is asked; less where a test has to be done soon.
    private static let workerTimeout = Duration.seconds(asksAll ? 10 : 2)

    @Test("ordinary requests are answered beside hostile ones, each of which ends by itself", arguments: rounds)
    func round(round: Round) async throws {
        let (sources, origin) = (try ScratchFolder(), [String: FakeAnswer]())
        try await FakeOrigin.with(answers: origin) { origin in
            var requests: [(name: String, target: String)] = []
            for (index, request) in round.requests.enumerated() {
                let bytes = try request.source.bytes()
                let isLocal = (index + round.number).isMultiple(of: 2)
                if isLocal { try sources.write(bytes, to: "\(index)") }
                origin.answer("/\(index)", with: FakeAnswer(body: bytes))
                let url = isLocal ? "local:///\(index)" : origin.url("/\(index)")
                requests.append(("\(request.source.name) (\(request.way))", request.way.target(url)))
            }
            let server = try await ServingProcess(
                ["--allow-loopback-sources", "--worker-timeout", "\(Self.workerTimeout / .milliseconds(1))ms"],
                sources: sources)
            let outcome = await HostileRound(
                server, workerTimeout: Self.workerTimeout, number: round.number, requests
            ).run()
            Self.report(outcome)
            expect(outcome)
            server.child.signal(SIGTERM)
            #expect(await server.child.ending().code == 0)
        }
    }

    private func expect(_ outcome: HostileRound.Outcome) {
        #expect(outcome.faults == [])
        for hostile in outcome.hostile {
            let statuses: Set<UInt> = [200, 304, 413, 415, 422, 429, 503]
            #expect(hostile.status.map { statuses.contains($0) } == true, "\(hostile)")
            // Two ordinary requests at least in the time that a worker may take.
            guard hostile.time > Self.workerTimeout else { continue }
            #expect(hostile.goodMeanwhile >= 4, "\(hostile)")
        }
        if !Sanitizer.isLoaded { #expect(outcome.peakBytes < 1 << 30) }
    }

    private static func report(_ outcome: HostileRound.Outcome) {
        guard asksAll else { return }
        for hostile in outcome.hostile {
            let seconds = (hostile.time / .milliseconds(10)).rounded() / 100
            print("HOSTILE \(hostile.status ?? 0) \(seconds) s, \(hostile.goodMeanwhile) good: \(hostile.name)")
        }
        let slowest = (outcome.slowestGood / .milliseconds(10)).rounded() / 100
        print("HOSTILE round: slowest good \(slowest) s, peak \(outcome.peakBytes >> 20) MiB")
    }

    @Test("the process ends in its time while work goes on that would not end, and no worker stays")
    func ending() async throws {
        let sources = try ScratchFolder()
        let endless = try #require(HostileSource.drawings.first).bytes()
        for index in 0..<4 { try sources.write(endless + [UInt8](repeating: 0x0A, count: index), to: "\(index)") }
        let server = try await ServingProcess(
            ["--worker-timeout", "1h", "--request-timeout", "1h", "--stop-timeout", "1s"], sources: sources)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<4 {
                group.addTask {
                    // Nobody answers it any more.
                    _ = try? await server.send(
                        .GET, "http://\(server.main)\(HostileRequest.image.target("local:///\(index)"))")
                }
            }
            try await eventually { server.child.children.count == 4 }
            _ = try await server.rendition(of: "local:///lake.jpg", size: "77")
            let workers = server.child.children
            server.child.signal(SIGTERM)
            #expect(await server.child.ending().code != nil)
            try await eventually { workers.allSatisfy { kill($0, 0) != 0 } }
        }
    }
}
