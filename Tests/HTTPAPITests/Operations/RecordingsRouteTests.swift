import Foundation
import ImageService
import NIOHTTP1
import Profiling
import TestSupport
import Testing

@testable import HTTPAPI

// Tests wait for one another: one profiler of a kind a process.
@Suite(.measuring, .timeLimit(.minutes(10))) struct RecordingsRouteTests {
    @Test("a recording is started, seen, refused a second time, stopped, read and deleted")
    func life() async throws {
        try await withServer { server in
            try await ProfilerTurn.withTurn {
                let all = "\(server.adminURL)/debug/recordings"
                let started = try await server.send(.POST, all, body: Array(#"{"kind": "cpu", "rate": 50}"#.utf8))
                #expect(started.status == 201)
                let recording = try recording(started)
                #expect(recording.isRunning && recording.kind == .cpu)
                #expect(started["Location"] == "/debug/recordings/\(recording.id)")
                #expect(try await server.send(.POST, all, body: Array(#"{"kind": "cpu"}"#.utf8)).status == 409)
                #expect(try await server.send(.DELETE, "\(all)/\(recording.id)").status == 409)
                let stopped = try self.recording(try await server.send(.POST, "\(all)/\(recording.id)/stop"))
                #expect(!stopped.isRunning && stopped.files.map(\.reason) == ["end"])
                let name = try #require(stopped.files.first).name
                let file = try await server.get("\(all)/\(recording.id)/\(name)")
                #expect(try Profile(decoding: file.body).sampleTypes.map(\.type) == ["samples", "cpu"])
                #expect(try await server.get(all).text.contains(recording.id))
                #expect(try await server.send(.DELETE, "\(all)/\(recording.id)").status == 204)
                #expect(try await server.get("\(all)/\(recording.id)").status == 404)
            }
        }
    }

    @Test("a recording takes a snapshot when a render takes more than its plan said")
    func snapshotOverLimit() async throws {
        try await withServer { server in
            try await ProfilerTurn.withTurn {
                let all = "\(server.adminURL)/debug/recordings"
                let json = #"{"kind": "cpu", "snapshotOverLimit": true}"#
                let id = try recording(try await server.send(.POST, all, body: Array(json.utf8))).id
                let hold = server.service.budget.open(.render)
                try await hold.reserve(1000)
                hold.finish(keeping: 0, used: 2000)
                try await eventually { try !recording(try await server.get("\(all)/\(id)")).files.isEmpty }
                let stopped = try recording(try await server.send(.POST, "\(all)/\(id)/stop"))
                #expect(stopped.files.map(\.reason) == ["limit", "end"])
            }
        }
    }

    private func recording(_ answer: TestAnswer) throws -> Recording {
        try JSONDecoder().decode(Recording.self, from: Data(answer.body))
    }

    @Test(
        "fields are in camel case; the names that they had before are still read",
        arguments: [
            #"{"kind": "heap", "snapshotSeconds": 2, "snapshotResidentBytes": 5, "snapshotOverLimit": true}"#,
            #"{"kind": "heap", "snapshot_seconds": 2, "snapshot_resident_bytes": 5, "snapshot_over_limit": true}"#,
        ])
    func names(_ json: String) throws {
        let request = try RecordingsRoute.request(Array(json.utf8))
        #expect(request.snapshotInterval == .seconds(2))
        #expect(request.snapshotAboveBytes == 5)
        #expect(request.snapshotOverLimit)
    }

    @Test(
        "what can't be asked for is refused",
        arguments: [
            "", "[]", "{}", #"{"kind": "disk"}"#, #"{"kind": "cpu", "rate": 0}"#, #"{"kind": "cpu", "speed": 1}"#,
            #"{"kind": "heap", "rate": 1000}"#, #"{"kind": "heap", "seconds": -1}"#,
            #"{"kind": "heap", "snapshotSeconds": 0.1}"#, #"{"kind": "heap", "seconds": 1e300}"#,
            #"{"kind": "heap", "snapshotResidentBytes": 0}"#, #"{"kind": "heap", "snapshotseconds": 2}"#,
        ])
    func refusals(_ json: String) async throws {
        try await withServer { server in
            try await ProfilerTurn.withTurn {
                let answer = try await server.send(
                    .POST, "\(server.adminURL)/debug/recordings", body: Array(json.utf8))
                #expect(
                    answer.status == 400 || (answer.status == 501 && !HeapProfiler.shared.isSupported), "\(answer.text)"
                )
            }
        }
    }

    @Test("files outside of a recording can't be had", arguments: ["..%2F..%2Fetc%2Fpasswd", "x.pb.gz"])
    func noOtherFiles(_ name: String) async throws {
        try await withServer { server in
            let answer = try await server.get("\(server.adminURL)/debug/recordings/none/\(name)")
            #expect(answer.status == 404)
        }
    }
}
