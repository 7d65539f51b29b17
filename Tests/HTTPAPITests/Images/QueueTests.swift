import ImageService
import NIOHTTP1
import TestSupport
import Testing

@testable import HTTPAPI

/// What clients are told while too many renders wait.
@Suite(.timeLimit(.minutes(10))) struct QueueTests {
    @Test(
        "past the queue's length a request gets 429 and when to come again, and all is well afterwards",
        arguments: [
            URLServer.path("w:20"), "/info" + URLServer.path("cb:1"), "/v1/renditions?source=local:///lake.jpg&sizes=9",
        ])
    func full(path: String) async throws {
        try await withURLServer(["--max-queue", "1"]) { server async throws in
            let first = try await server.withoutRenderThreads { () async throws in
                let waiting = Task { try await server.get("w:30") }
                try await eventually { server.service.renderQueueLength == 1 }
                let refused = try await server.send(path)
                #expect(refused.status == 429)
                #expect(refused["Retry-After"] == "1")
                #expect(refused.code == "busy")
                #expect(try await server.send(path, method: .HEAD).status == 429)
                return waiting
            }
            #expect(try await first.value.status == 200)
            #expect(try await server.send(path).status == 200)
        }
    }
}
