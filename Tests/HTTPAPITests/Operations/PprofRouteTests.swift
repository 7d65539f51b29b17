import Foundation
import NIOHTTP1
import Profiling
import TestSupport
import Testing

@testable import HTTPAPI

// Tests wait for one another: one profiler of a kind a process.
@Suite(.measuring, .timeLimit(.minutes(10))) struct PprofRouteTests {
    private static let token = "s3cret"

    @Test("the index lists what there is")
    func index() async throws {
        try await withServer { server in
            let answer = try await server.get("\(server.adminURL)/debug/pprof/")
            #expect(answer.status == 200)
            for name in PprofRoute.Name.allCases { #expect(answer.text.contains("href=\"\(name.rawValue)\"")) }
        }
    }

    @Test("heap and allocs are profiles of four types, which differ in what is shown first")
    func heap() async throws {
        guard HeapProfiler.shared.isSupported else { return }
        try await withServer { server in
            let (heap, allocs) = try await ProfilerTurn.withTurn {
                (
                    try Profile(decoding: try await server.get("\(server.adminURL)/debug/pprof/heap?gc=1").body),
                    try Profile(decoding: try await server.get("\(server.adminURL)/debug/pprof/allocs").body)
                )
            }
            let types = ["alloc_objects", "alloc_space", "inuse_objects", "inuse_space"]
            #expect(heap.sampleTypes.map(\.type) == types && allocs.sampleTypes.map(\.type) == types)
            #expect((heap.defaultSampleType, allocs.defaultSampleType) == ("inuse_space", "alloc_space"))
        }
    }

    @Test("seconds that are none, a depth that is none and a name that is none are refused")
    func refusals() async throws {
        try await withServer { server in
            for query in ["heap?seconds=0", "profile?seconds=x", "heap?seconds=100000", "heap?debug=-1", "flame?of=x"] {
                let answer = try await server.get("\(server.adminURL)/debug/pprof/\(query)")
                #expect(answer.status == 400, "\(query)")
            }
            let unknown = try await server.get("\(server.adminURL)/debug/pprof/nothing")
            #expect(unknown.status == 404)
            let deleted = try await server.send(.DELETE, "\(server.adminURL)/debug/pprof/heap")
            #expect(deleted.status == 405)
            let elsewhere = try await server.get("\(server.url)/debug/pprof/heap")
            #expect(elsewhere.status == 404)
        }
    }

    @Test("threads are told as text and as a profile, and the command line as it is")
    func threads() async throws {
        try await withServer { server in
            try await ProfilerTurn.withTurn {
                let text = try await server.get("\(server.adminURL)/debug/pprof/threads?debug=1")
                #expect(text.text.contains(" threads\n") && text.text.contains("render-0"))
                let profile = try await server.get("\(server.adminURL)/debug/pprof/goroutine")
                #expect(try Profile(decoding: profile.body).sampleTypes.map(\.type) == ["threads"])
            }
            let command = try await server.get("\(server.adminURL)/debug/pprof/cmdline")
            #expect(command.text.split(separator: "\0").first.map(String.init) == CommandLine.arguments.first)
        }
    }

    @Test("a CPU profile that runs is not disturbed by a second")
    func busy() async throws {
        try await withServer { server in
            try await ProfilerTurn.withTurn {
                try CPUProfiler.shared.start()
                let refused = try await server.get("\(server.adminURL)/debug/pprof/profile?seconds=1")
                _ = try await CPUProfiler.shared.stop()
                #expect(refused.status == 409)
                let taken = try await server.get("\(server.adminURL)/debug/pprof/profile?seconds=0.2")
                #expect(try Profile(decoding: taken.body).sampleTypes.map(\.type) == ["samples", "cpu"])
            }
        }
    }

    @Test("a flame graph is a picture")
    func flame() async throws {
        try await withServer { server in
            let answer = try await ProfilerTurn.withTurn {
                try await server.get("\(server.adminURL)/debug/pprof/flame?of=heap")
            }
            guard HeapProfiler.shared.isSupported else {
                #expect(answer.status == 501)
                return
            }
            #expect(answer["Content-Type"] == "image/svg+xml" && answer.text.hasPrefix("<svg"))
        }
    }

    @Test("where there is a token, it is needed on loopback, too, and taken in three ways")
    func token() async throws {
        try await withServer(["--admin-token", Self.token]) { server in
            let path = "\(server.adminURL)/debug/pprof/cmdline"
            let basic = "Basic " + Data("anybody:\(Self.token)".utf8).base64EncodedString()
            let wrongBasic = "Basic " + Data("\(Self.token):x".utf8).base64EncodedString()
            for header in ["Bearer \(Self.token)", "bearer \(Self.token)", basic] {
                #expect(try await server.send(.GET, path, headers: [("Authorization", header)]).status == 200)
            }
            #expect(try await server.get(path + "?token=\(Self.token)").status == 200)
            for header in ["", "Bearer", "Bearer x", "Basic !", wrongBasic, "Bearer \(Self.token)x"] {
                let answer = try await server.send(.GET, path, headers: [("Authorization", header)])
                #expect(answer.status == 401, "\(header)")
                #expect(answer["WWW-Authenticate"].hasPrefix("Basic"))
                #expect(answer.text.contains("Bearer"))
            }
            #expect(try await server.get(path + "?token=").status == 401)
            #expect(try await server.get("\(server.adminURL)/health").status == 200)
        }
    }

    @Test("on an address that others reach, nothing is told without a token")
    func open() async throws {
        try await withServer(["--admin-bind", "0.0.0.0:0"]) { server in
            let answer = try await server.get("http://127.0.0.1:\(server.adminPort)/debug/pprof/heap")
            #expect(answer.status == 403)
        }
    }

    @Test(
        "pprof reads each profile from the service, with the token in the URL",
        .enabled(if: PprofTool.path != nil && HeapProfiler.shared.isSupported, .init(rawValue: PprofTool.absence)),
        arguments: ["heap", "allocs", "heap?seconds=1", "profile?seconds=1", "threads", "goroutine"])
    func pprofReads(_ path: String) async throws {
        try await withServer(["--admin-token", Self.token]) { server in
            try await ProfilerTurn.withTurn {
                try HeapProfiler.shared.start(period: 1 << 14)
                defer { HeapProfiler.shared.stop() }
                _ = try await server.post(json: #"{"source": "\#(TestServer.lake)", "sizes": [300]}"#)
                for url in [
                    "http://u:\(Self.token)@127.0.0.1:\(server.adminPort)/debug/pprof/\(path)",
                    "\(server.adminURL)/debug/pprof/\(path)\(path.contains("?") ? "&" : "?")token=\(Self.token)",
                ] {
                    let raw = try PprofTool.run(["-raw", url])
                    #expect(raw.status == 0, "\(raw.errors)")
                    #expect(raw.text.contains("PeriodType:"))
                }
                let refused = try PprofTool.run(["-raw", "\(server.adminURL)/debug/pprof/\(path)"])
                #expect(refused.status != 0 && refused.errors.contains("401"))
            }
        }
    }
}
