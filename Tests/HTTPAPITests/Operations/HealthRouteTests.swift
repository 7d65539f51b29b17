import NIOHTTP1
import Testing

@testable import HTTPAPI

@Suite(.timeLimit(.minutes(10))) struct HealthRouteTests {
    @Test("both listeners say that the service works")
    func health() async throws {
        try await withServer { server in
            for url in [server.url, server.adminURL] {
                let answer = try await server.get("\(url)/health")
                #expect(answer.status == 200)
                #expect(answer.text == "ok\n")
                #expect(answer["Cache-Control"] == "no-store")
            }
            let head = try await server.send(.HEAD, "\(server.url)/health")
            #expect(head.status == 200)
            #expect(head.body.isEmpty)
        }
    }
}
