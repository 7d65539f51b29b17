import Foundation
import NIOHTTP1
import Profiling
import TestSupport
import Testing

@testable import stillwater

/// The short form of `Benchmarks/stress`.
@Suite(.timeLimit(.minutes(10))) struct ProfilingStressTests {
    private static let looks = [
        "pprof/threads?debug=1", "pprof/threads", "pprof/heap", "pprof/flame?of=heap", "memory", "requests",
    ]

    @Test("no request is lost while all tools inspect the process at once, and it ends by itself")
    func everythingAtOnce() async throws {
        let folder = try ScratchFolder()
        let served = try await ServingProcess([], sources: folder)
        do {
            try await Self.load(served)
        } catch {
            // What the process wrote besides its log reveals more.
            let ending = await served.stop()
            let lines = ending.errors.split(separator: "\n").filter { !$0.contains(" info: ") }
            Issue.record("\(error), code \(ending.code): \(lines.joined(separator: "\n"))")
            return
        }
        let ending = await served.stop()
        #expect(ending.code == 0, "\(ending.errors)")
    }

    /// Requests, inspections and recordings, all at once.
    private static func load(_ served: ServingProcess) async throws {
        let looks = Self.looks.filter { HeapProfiler.shared.isSupported || !$0.contains("heap") }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for client in 0..<3 {
                group.addTask {
                    for index in 0..<20 {
                        let format = ["jpeg", "webp", "png"][index % 3]
                        let size = "\(100 + client * 30 + index)@\(format)"
                        let file = try await served.rendition(of: "local:///lake.jpg", size: size)
                        #expect(file.count > 100)
                    }
                }
            }
            for look in looks {
                group.addTask {
                    for _ in 0..<3 { _ = try await served.send(.GET, "\(served.admin)/debug/\(look)") }
                }
            }
            group.addTask { try await Self.record(#"{"kind": "cpu", "rate": 250}"#, served) }
            if HeapProfiler.shared.isSupported {
                group.addTask { try await Self.record(#"{"kind": "heap", "rate": 4096}"#, served) }
            }
            try await group.waitForAll()
        }
    }

    /// Switches recordings on and off, inspecting the whole process in between.
    private static func record(_ json: String, _ served: ServingProcess) async throws {
        for _ in 0..<2 {
            let all = "\(served.admin)/debug/recordings"
            let started = try await served.send(.POST, all, json: json)
            let id = try JSONDecoder().decode(Recording.self, from: Data(started)).id
            _ = try await served.send(.GET, "\(served.admin)/debug/pprof/threads")
            let stopped = try await served.send(.POST, "\(all)/\(id)/stop", json: "")
            let recording = try JSONDecoder().decode(Recording.self, from: Data(stopped))
            let file = try #require(recording.files.last)
            let bytes = try await served.send(.GET, "\(all)/\(id)/\(file.name)")
            #expect(try Profile(decoding: bytes).sampleTypes.count > 1)
        }
    }
}
