import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Profiling
import TestSupport
import Testing

@testable import stillwater

@Suite(.timeLimit(.minutes(10))) struct ProfileCommandTests {
    private static let canSample = HeapProfiler.shared.isSupported && PprofTool.path != nil

    @Test(
        "lifetime profiles of a service have a stage for nearly everything, and our table matches pprof's",
        .enabled(if: canSample, .init(rawValue: PprofTool.absence)))
    func wholeLife() async throws {
        let folder = try ScratchFolder()
        let (heap, cpu) = (folder.path + "/heap", folder.path + "/cpu")
        let served = try await ServingProcess(["--memprofile", heap, "--cpuprofile", cpu], sources: folder)
        async let others: Void = served.load(45)
        try await served.load(45)
        try await others
        let ending = await served.stop()
        #expect(ending.code == 0, "\(ending.errors)")
        for (file, type, least) in [(heap, "alloc_space", 0.9), (cpu, "cpu", 0.95)] {
            let profile = try Profile(decoding: [UInt8](try Data(contentsOf: URL(filePath: file))))
            let index = try profile.typeIndex(of: type)
            let all = profile.samples.reduce(0) { $0 + $1.values[index] }
            let labelled = profile.samples.filter { $0.labels.contains { $0.key == "stage" } }
                .reduce(0) { $0 + $1.values[index] }
            #expect(Double(labelled) >= least * Double(all), "\(type): \(labelled) of \(all)")
            for sort in [TopReport.Order.flat, .cumulative] {
                let reference = try PprofTool.run(
                    ["-top", "-nodecount=30", "-sample_index=\(type)"] + (sort == .cumulative ? ["-cum"] : []) + [file])
                #expect(try TopReport(profile, type: type, order: sort, count: 30).text == reference.text)
            }
            let tags = try PprofTool.run(["-tags", file]).text
            #expect(tags.contains("stage:") && tags.contains("encode") && tags.contains("engine:"))
        }
    }

    @Test("the work of workers is part of the service's profiles, under the workers' names", .enabled(if: canSample))
    func workers() async throws {
        let folder = try ScratchFolder()
        let served = try await ServingProcess(["--isolation", "all"], sources: folder)
        let all = "\(served.admin)/debug/recordings"
        for (json, type) in [(#"{"kind": "cpu"}"#, "cpu"), (#"{"kind": "heap", "rate": 16384}"#, "alloc_space")] {
            let started = try await served.send(.POST, all, json: json)
            let id = try JSONDecoder().decode(Recording.self, from: Data(started)).id
            try await served.load(6)
            let stopped = try await served.send(.POST, "\(all)/\(id)/stop", json: "")
            let recording = try JSONDecoder().decode(Recording.self, from: Data(stopped))
            let file = try #require(recording.files.last)
            let bytes = try await served.send(.GET, "\(all)/\(id)/\(file.name)")
            let profile = try Profile(decoding: bytes)
            let index = try profile.typeIndex(of: type)
            let samples = profile.samples.filter { $0.labels.contains(Profile.Label("process", "worker 1")) }
            #expect(samples.reduce(0) { $0 + $1.values[index] } > 10_000, "\(profile.comments)")
            let ofStages = samples.filter { $0.labels.contains(Profile.Label("stage", "encode")) }
            #expect(ofStages.contains { profile.names(of: $0.stack).contains { $0.contains("Renderer") } })
        }
        #expect(await served.stop().code == 0)
    }

    @Test("a recording is taken over the network, and top and flame read it")
    func record() async throws {
        let folder = try ScratchFolder()
        let served = try await ServingProcess([], sources: folder, environment: ["STILLWATER_ADMIN_TOKEN": "t0k"])
        let file = folder.path + "/cpu.pb.gz"
        let refused = try await ChildProcess.run(
            ["record", "cpu", "--for", "1s", "--url", served.admin, "-o", file])
        #expect(refused.code != 0 && refused.errors.contains("401"))
        let recorded = try await ChildProcess.run(
            ["record", "cpu", "--for", "500ms", "--url", served.admin, "--token", "t0k", "-o", file])
        #expect(recorded.code == 0, "\(recorded.errors)")
        let top = try await ChildProcess.run(["top", file, "-n", "3", "--sort", "cum"])
        #expect(top.code == 0 && top.output.contains("Type: cpu"), "\(top.errors)")
        let threads = try await ChildProcess.run(
            ["top", "\(served.admin)/debug/pprof/threads", "--token", "t0k"])
        #expect(threads.output.contains("Type: threads"), "\(threads.errors)")
        let flame = try await ChildProcess.run(
            ["flame", "\(served.admin)/debug/pprof/threads?token=t0k", "-o", folder.path + "/t.svg"])
        #expect(flame.code == 0, "\(flame.errors)")
        #expect(String(decoding: try folder.bytes(of: "t.svg"), as: UTF8.self).hasPrefix("<svg"))
        _ = await served.stop()
    }

    @Test("files that are not profiles are refused by name")
    func noProfile() async throws {
        let folder = try ScratchFolder()
        try folder.write(Array("hello".utf8), to: "text")
        for arguments in [
            ["top", folder.path + "/text"], ["top", folder.path + "/none"], ["flame", "/dev/null", "-o", "/x"],
        ] {
            let ending = try await ChildProcess.run(arguments)
            #expect(ending.code != 0 && ending.errors.contains(arguments[1]), "\(ending.errors)")
        }
    }

    @Test("a service without a leak is reported as not growing")
    func noLeak() async throws {
        guard HeapProfiler.shared.isSupported else { return }
        let folder = try ScratchFolder()
        let served = try await ServingProcess([], sources: folder)
        async let load: Void = served.load(30)
        let ending = try await ChildProcess.run(["leak", served.admin, "--every", "500ms", "--count", "4"])
        try await load
        #expect(
            ending.code == 0 && ending.output.contains("Nothing grows steadily."), "\(ending.output) \(ending.errors)")
        _ = await served.stop()
    }

    @Test(
        "durations are read",
        arguments: [("500ms", 500), ("2s", 2000), ("1.5m", 90_000), ("1h", 3_600_000), ("3", 3000)])
    func durations(_ text: String, _ milliseconds: Int) {
        #expect(CommandDuration(argument: text)?.duration == .milliseconds(milliseconds))
    }

    @Test("an invalid duration is refused", arguments: ["", "x", "-1s", "0", "1d", "ms"])
    func noDurations(_ text: String) {
        #expect(CommandDuration(argument: text) == nil)
    }
}
