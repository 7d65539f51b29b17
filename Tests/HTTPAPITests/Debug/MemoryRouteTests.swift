import Foundation
import NIOHTTP1
import Profiling
import Testing

@testable import HTTPAPI

@Suite(.timeLimit(.minutes(1))) struct MemoryRouteTests {
    private struct Document: Decodable {
        struct Part: Decodable {
            var name: String
            var bytes: Int
        }

        var residentBytes: Int
        var parts: [Part]
        var owners: [Part]
    }

    @Test("the parts add up to what is resident")
    func addsUp() async throws {
        try await withServer { server in
            let answer = try await server.get("\(server.adminURL)/debug/memory")
            let document = try JSONDecoder().decode(Document.self, from: Data(answer.body))
            #expect(document.residentBytes > 1 << 20)
            #expect(document.parts.reduce(0) { $0 + $1.bytes } == document.residentBytes)
            guard HeapProfiler.shared.isSupported else { return }
            #expect(document.parts.map(\.name) == ["allocated", "fragmentation", "allocator", "other"])
        }
    }

    @Test("a browser gets a page")
    func page() async throws {
        try await withServer { server in
            let answer = try await server.get("\(server.adminURL)/debug/memory", accept: "text/html")
            #expect(answer.text.contains("bytes resident"))
        }
    }

    @Test("free pages are given back when that is asked for")
    func purge() async throws {
        try await withServer { server in
            let answer = try await server.send(.POST, "\(server.adminURL)/debug/memory/purge")
            #expect(answer.status == (HeapProfiler.shared.isSupported ? 200 : 501))
            #expect(try await server.get("\(server.adminURL)/debug/memory/purge").status == 405)
        }
    }
}
