import Foundation
import ImageService
import NIOHTTP1
import Profiling
import TestSupport
import Testing

@testable import HTTPAPI

@Suite(.measuring, .timeLimit(.minutes(10))) struct MemoryRouteTests {
    private struct Document: Decodable {
        struct Part: Decodable {
            var name: String
            var bytes: Int
            var details: [String: Int]?
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

    @Test("what is allocated is shared out among its owners, a source and its results for as long as they are held")
    func owners() async throws {
        try await withServer { server in
            func owners() async throws -> (allocated: Int?, parts: [String: Document.Part]) {
                let answer = try await server.get("\(server.adminURL)/debug/memory")
                let document = try JSONDecoder().decode(Document.self, from: Data(answer.body))
                let parts = Dictionary(uniqueKeysWithValues: document.owners.map { ($0.name, $0) })
                return (document.parts.first { $0.name == "allocated" }?.bytes, parts)
            }
            let source = server.service.budget.open(.source)
            try await source.reserve(70_000)
            #expect(try await owners().parts["arriving"]?.bytes == 70_000)
            source.complete(bytes: 65_000, contentBytes: 60_000)
            let work = server.service.budget.open(.render)
            try await work.reserve(1_000_000)
            let during = try await owners()
            #expect(during.parts["arriving"]?.bytes == 0)
            #expect(during.parts["sources"]?.bytes == 65_000)
            #expect(during.parts["sources"]?.details == ["contentBytes": 60_000, "unusedBytes": 5000])
            #expect(during.parts["renders"]?.details?["reservedBytes"] == 1_000_000)
            work.finish(keeping: 30_000)
            let after = try await owners()
            #expect(after.parts["results"]?.bytes == 30_000)
            #expect(after.parts["renders"]?.details?["reservedBytes"] == 0)
            source.release()
            work.release()
            guard let allocated = after.allocated else { return }
            #expect(after.parts.values.reduce(0) { $0 + $1.bytes } == allocated)
        }
    }

    @Test("a browser gets a page")
    func page() async throws {
        try await withServer { server in
            let answer = try await server.get("\(server.adminURL)/debug/memory", accept: "text/html")
            #expect(answer.text.contains("bytes resident"))
            #expect(answer.text.contains("<td>sources</td>") && answer.text.contains("contentBytes 0"))
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
