import ArgumentParser
import Foundation
import NIOHTTP1
import Profiling
import TestSupport
import Testing

@testable import stillwater

@Suite(
    .timeLimit(.minutes(10)), .enabled(if: HeapProfiler.shared.isSupported, "jemalloc does not serve malloc here"))
struct LeakCommandTests {
    /// A photograph with a megabyte of comments: little to render, much to fetch.
    private static func longSource() throws -> [UInt8] {
        let picture = try RepositoryFiles.fixture("jpeg/baseline.jpg")
        let text = [UInt8](repeating: UInt8(ascii: "x"), count: 0xFFFD)
        let comment: [UInt8] = [0xFF, 0xFE, 0xFF, 0xFF] + text
        let comments = (0..<16).flatMap { _ in comment }
        return picture[..<2] + comments + picture[2...]
    }

    /// The report of `leak` on five profiles of a service, taken after every hundred requests.
    private func report(isLeaking: Bool) async throws -> ChildProcess.Ending {
        let folder = try ScratchFolder()
        let answer = FakeAnswer(body: try Self.longSource())
        return try await FakeOrigin.with(answers: ["/long": answer]) { origin in
            let served = try await ServingProcess(
                ["--allow-private-sources"], sources: folder,
                environment: isLeaking ? [PlantedLeak.variable: "1"] : [:])
            _ = try await served.send(
                .POST, "\(served.admin)/debug/recordings", json: #"{"kind": "heap", "rate": 4096}"#)
            var files: [String] = []
            for number in 1...5 {
                for _ in 0..<PlantedLeak.interval {
                    _ = try await served.rendition(of: origin.url("/long"), size: "40")
                }
                let name = "heap-\(number)"
                try folder.write(try await served.send(.GET, "\(served.admin)/debug/pprof/heap"), to: name)
                files.append("\(folder.path)/\(name)")
            }
            #expect(await served.stop().code == 0)
            return try await ChildProcess.run(["leak"] + files)
        }
    }

    @Test("a service that keeps the buffer of every hundredth source is reported, with the function that fills buffers")
    func leaks() async throws {
        let ending = try await report(isLeaking: true)
        #expect(ending.code == LeakCommand.somethingGrows.rawValue, "\(ending.errors)")
        let first = ending.output.split(separator: "\n").first { $0.hasPrefix("1. ") } ?? ""
        #expect(first.contains("DownloadBuffer") && first.contains("100 % of what grows"), "\(ending.output)")
    }

    @Test("one that releases all of them is reported as not growing")
    func growsNowhere() async throws {
        let ending = try await report(isLeaking: false)
        #expect(ending.code == 0, "\(ending.output)\(ending.errors)")
        #expect(ending.output.contains("Nothing grows steadily."))
    }
}
