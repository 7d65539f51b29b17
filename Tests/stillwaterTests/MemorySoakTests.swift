import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import TestSupport
import Testing

@testable import stillwater

/// A short form of `Benchmarks/soak`: a server with little memory, and more work than fits.
@Suite(.timeLimit(.minutes(10))) struct MemorySoakTests {
    private static let limit = 48 << 20

    private struct Status: Decodable {
        struct Memory: Decodable {
            var limitBytes: Int
            var heldBytes: Int
            var peakHeldBytes: Int
            var overruns: Int
        }

        struct Requests: Decodable {
            var neverFitting: Int
            var refused: Int
        }

        var memory: Memory
        var requests: Requests
    }

    private func address(_ message: String, of child: ChildProcess) async throws -> String {
        await child.waitForErrors("\"message\":\"\(message)\"")
        let lines = child.errorText.split(separator: "\n").compactMap { line in
            // A truncated line, or one that is not JSON, is not the wanted one.
            try? JSONDecoder().decode([String: String].self, from: Data(line.utf8))
        }
        return try #require(lines.first { $0["message"] == message }?["address"], "\(child.errorText)")
    }

    private func get(_ url: String) async throws -> (status: UInt, body: ByteBuffer) {
        let response = try await HTTPClient.patient.execute(HTTPClientRequest(url: url), timeout: .minutes(10))
        return (response.status.code, try await response.body.collect(upTo: 8 << 20))
    }

    private func status(_ admin: String) async throws -> Status {
        let answer = try await get("http://\(admin)/status")
        return try JSONDecoder().decode(Status.self, from: Data(String(buffer: answer.body).utf8))
    }

    /// Sources by name, each with the request for it and the statuses that it may get.
    private static let mix: [(source: String, size: String, statuses: Set<UInt>)] = [
        ("stripes.jpg", "400", [200]), ("dogs.jpg", "300", [200]), ("rocket.jpg", "200", [200]),
        ("bridge.jpg", "500", [200]),
        // An AVIF file of several megapixels: its encoder would need more memory than there is, whatever else waits.
        ("stripes.jpg", "3000x2000@avif", [422]), ("bomb.png", "100", [422]), ("short.jpg", "100", [422]),
        ("none.jpg", "9", [404]),
    ]

    @Test("excess work is done within the limit, each request gets its status, and nothing is held at the end")
    func soak() async throws {
        let sources = try ScratchFolder()
        for name in ["stripes.jpg", "dogs.jpg", "rocket.jpg", "bridge.jpg"] {
            let photograph = try RepositoryFiles.bytes("Examples/photos/\(name)", in: RepositoryFiles.root)
            try sources.write(photograph, to: name)
        }
        try sources.write(try RepositoryFiles.fixture("bad/bomb-50000x50000.png"), to: "bomb.png")
        try sources.write(try RepositoryFiles.fixture("bad/truncated.jpg"), to: "short.jpg")
        let child = try ChildProcess([
            "serve", "--root", sources.path, "--bind", "127.0.0.1:0", "--admin-bind", "127.0.0.1:0", "--log-format",
            "json", "--damaged-sources", "refuse", "--memory-limit", "\(Self.limit)", "--queue-timeout", "120s",
        ])
        let main = try await address("listening", of: child)
        let admin = try await address("admin listening", of: child)
        let base = "http://\(main)/v1/renditions?source=local:///"
        #expect(try await get("\(base)rocket.jpg&sizes=20").status == 200)
        let idle = try child.memory("VmRSS")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<70 {
                // Sizes differ, so that requests are not joined.
                let (source, size, statuses) = Self.mix[number % Self.mix.count]
                let url = "\(base)\(source)&sizes=" + (size.contains("@") ? size : "\(size)x\(100 + number):fill")
                group.addTask {
                    if number % 10 == 9 {
                        // A client that disconnects.
                        let leaving = Task { try await get(url) }
                        await Task.yield()
                        leaving.cancel()
                        return
                    }
                    let answer = try await get(url)
                    #expect(statuses.contains(answer.status), "\(answer.status) for \(url)")
                }
            }
            try await group.waitForAll()
        }
        try await eventually { try await self.status(admin).memory.heldBytes == 0 }
        let status = try await self.status(admin)
        #expect(status.memory.peakHeldBytes > 0 && status.memory.peakHeldBytes <= status.memory.limitBytes)
        #expect(status.memory.overruns == 0)
        #expect(status.requests.neverFitting > 0)
        if !Sanitizer.isLoaded { #expect(try child.memory("VmHWM") <= idle + Self.limit + (32 << 20)) }
        child.signal(SIGTERM)
        #expect(await child.ending().code == 0)
    }
}
