import Foundation
import ImageService
import NIOConcurrencyHelpers
import NIOHTTP1
import Profiling
import TestSupport
import Testing

@testable import HTTPAPI

@Suite(
    .measuring, .timeLimit(.minutes(10)),
    .enabled(if: HeapProfiler.shared.isSupported, "jemalloc does not serve malloc here"))
struct LeakTests {
    @Test("sources that are never let go are named, with the function that read them", arguments: [true, false])
    func namesSources(_ isLeaking: Bool) async throws {
        let kept = NIOLockedValueBox<[FetchedSource]>([])
        let keep: @Sendable (FetchedSource) -> Void = { source in kept.withLockedValue { $0.append(source) } }
        try await FetchObserver.$current.withValue(isLeaking ? keep : nil) {
            try await withServer { server in try await look(at: server, isLeaking) }
        }
    }

    private func look(at server: TestServer, _ isLeaking: Bool) async throws {
        try await ProfilerTurn.withTurn {
            let recordings = "\(server.adminURL)/debug/recordings"
            let started = try await server.send(
                .POST, recordings, body: Array(#"{"kind": "heap", "rate": 4096}"#.utf8))
            let id = try JSONDecoder().decode(Recording.self, from: Data(started.body)).id
            var profiles: [Profile] = []
            for _ in 0..<5 {
                for _ in 0..<25 {
                    _ = try await server.get("\(server.renditions)?source=\(TestServer.lake)&sizes=40")
                }
                let body = try await server.get("\(server.adminURL)/debug/pprof/heap").body
                profiles.append(try Profile(decoding: body))
            }
            _ = try await server.send(.POST, "\(recordings)/\(id)/stop")
            expect(try LeakReport(profiles), isLeaking)
        }
    }

    private func expect(_ report: LeakReport, _ isLeaking: Bool) {
        // Other tests run in the same process, and keep what they like.
        let sources = report.growths.filter { growth in
            growth.stack.contains {
                $0.contains("SourceStream") || $0.contains("SourceReader") || $0.contains("LocalFiles")
            }
        }
        #expect(sources.isEmpty != isLeaking, "\(report.text)")
        guard isLeaking, let bytes = try? RepositoryFiles.fixture("jpeg/baseline.jpg").count else { return }
        // Between the first and the last profile, a hundred were kept; from one caller or from several.
        let growth = sources.map(\.growth).reduce(0, +)
        #expect(growth > Int64(50 * bytes), "\(report.text)")
    }
}
