import Testing

@testable import HTTPAPI

@Suite(.timeLimit(.minutes(10))) struct ClientGateTests {
    @Test("health checks are answered however often a client asks, under each of their paths")
    func healthPaths() async throws {
        let limits = ["--client-rate", "1", "--client-burst", "1"]
        let settings = limits + ["--health-path", "/up", "--path-prefix", "/images"]
        try await withURLServer(settings) { server in
            var statuses: [Int] = []
            while statuses.last != 429 {
                statuses.append(try await server.send("/images" + URLServer.path("rs:fit:10")).status)
            }
            for path in ["/health", "/up", "/images/health", "/health", "/up", "/images/health"] {
                #expect(try await server.send(path).status == 200, "\(path)")
            }
        }
    }
}
