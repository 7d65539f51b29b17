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
    private static let atOnce = environment["STILLWATER_HOSTILE_AT_ONCE"].flatMap { Int($0) } ?? 4
    private static let name = environment["STILLWATER_HOSTILE_NAME"] ?? ""

    /// What is asked for at once.
    fileprivate struct Round: Sendable {
        let number: Int
        let requests: [(source: HostileSource, way: HostileRequest)]
    }

    /// Some rounds, one after the other with one server.
    struct Course: Sendable, CustomTestStringConvertible {
        fileprivate let rounds: [Round]

        var testDescription: String {
            rounds.flatMap { $0.requests.map { "\($0.source.name) (\($0.way))" } }.joined(separator: "; ")
        }
    }

    private static let roundsOfCourse = 9

    private static let courses: [Course] = {
        let sources = HostileSource.all.filter { name.isEmpty || $0.name.contains(name) }
        let ways = HostileRequest.allCases
        // Pictures of many formats in one round.
        let rest = (sources.count + atOnce - 1) / atOnce
        let apart = (0..<rest).flatMap { start in stride(from: start, to: sources.count, by: rest).map { sources[$0] } }
        let all =
            asksAll
            ? ways.flatMap { way in apart.map { ($0, way) } }
            : apart.enumerated().map { ($1, ways[$0 % ways.count]) }
        let rounds = stride(from: 0, to: all.count, by: atOnce).enumerated().map { number, start in
            Round(number: number, requests: Array(all[start..<min(start + atOnce, all.count)]))
        }
        return stride(from: 0, to: rounds.count, by: roundsOfCourse).map { start in
            Course(rounds: Array(rounds[start..<min(start + roundsOfCourse, rounds.count)]))
        }
    }()

    /// A worker's time: the default's, where all is asked; less where a test has to be done soon.
    private static let workerTimeout = Duration.seconds(asksAll ? 10 : 1)

    @Test("ordinary requests are answered beside hostile ones, each of which ends by itself", arguments: courses)
    func course(course: Course) async throws {
        let sources = try ScratchFolder()
        try await FakeOrigin.with { origin in
            let server = try await ServingProcess(
                ["--allow-loopback-sources", "--worker-timeout", "\(Self.workerTimeout / .milliseconds(1))ms"],
                sources: sources)
            for round in course.rounds {
                let requests = try requests(of: round, sources, origin)
                let outcome = await HostileRound(server, number: round.number, requests).run()
                Self.report(outcome)
                expect(outcome)
            }
            #expect(await server.stop().code == 0)
        }
    }

    /// Every other source is a file of the server's, the others are fetched.
    private func requests(
        of round: Round, _ sources: ScratchFolder, _ origin: FakeOrigin
    ) throws -> [(name: String, target: String)] {
        try round.requests.enumerated().map { index, request in
            let (bytes, file) = (try request.source.bytes(), "\(round.number)-\(index)")
            let isLocal = (index + round.number).isMultiple(of: 2)
            if isLocal {
                try sources.write(bytes, to: file)
            } else {
                origin.answer("/\(file)", with: FakeAnswer(body: bytes))
            }
            let url = isLocal ? "local:///\(file)" : origin.url("/\(file)")
            return ("\(request.source.name) (\(request.way))", request.way.target(url))
        }
    }

    private func expect(_ outcome: HostileRound.Outcome) {
        #expect(outcome.faults == [])
        for hostile in outcome.hostile {
            let statuses: Set<UInt> = [200, 304, 413, 415, 422, 429, 503]
            #expect(hostile.status.map { statuses.contains($0) } == true, "\(hostile)")
            // A picture and a health check at least were answered before it ended.
            guard hostile.time > Self.workerTimeout else { continue }
            #expect(hostile.goodMeanwhile >= 2, "\(hostile)")
        }
        if !Sanitizer.isLoaded { #expect(outcome.peakBytes < 1 << 30, "\(outcome)") }
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
        let endless = try #require(HostileSource.all.first { $0.name.hasPrefix("SVG") }).bytes()
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
            #expect(await server.child.ending().code == 0)
            try await eventually { workers.allSatisfy { kill($0, 0) != 0 } }
        }
    }
}
