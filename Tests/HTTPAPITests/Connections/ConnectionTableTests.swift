import TestSupport
import Testing

@testable import HTTPAPI

@Suite(.timeLimit(.minutes(10))) struct ConnectionTableTests {
    private static let health = ConnectionServer.request("/health")

    /// One request and its answer, after which the server knows that the connection is idle.
    private static func use(_ connection: RawConnection, _ server: ConnectionServer, idle: Int) async throws {
        try await connection.write(health)
        #expect(try await connection.read(until: "ok\n").hasPrefix("HTTP/1.1 200 OK\r\n"))
        try await eventually { server.gauges.idle == idle }
    }

    @Test("at the limit, the connection that has been idle longest is closed for the next request")
    func longestIdle() async throws {
        try await withConnectionServer(["--max-connections", "4"]) { (server) async throws in
            try await ConnectionServer.withConnections(4, port: server.port) { (connections) async throws in
                for connection in connections {
                    try await connection.write(Self.health)
                    _ = try await connection.read(until: "ok\n")
                }
                try await eventually { server.gauges.idle == 4 }
                for index in [2, 0, 3, 1] { try await Self.use(connections[index], server, idle: 4) }
                try await ConnectionServer.withConnections(2, port: server.port) { (news) async throws in
                    for (new, index) in zip(news, [2, 0]) {
                        try await new.write(ConnectionServer.request("/v1/renditions"))
                        #expect(try await new.read(until: "\r\n\r\n").hasPrefix("HTTP/1.1 400 "))
                        #expect(try await connections[index].read(until: "never").isEmpty)
                        try await eventually { server.gauges.idle == 4 }
                    }
                    for index in [3, 1] { try await Self.use(connections[index], server, idle: 4) }
                    #expect(server.gauges.replaced == 2)
                }
            }
        }
    }

    @Test(
        "connections with a request are never closed; health checks get in beside them",
        arguments: ["/health", "/up", "/health?x"])
    func busy(target: String) async throws {
        try await withConnectionServer(["--max-connections", "3", "--health-path", "/up"]) { (server) async throws in
            try await ConnectionServer.withConnections(3, port: server.port) { (connections) async throws in
                for (index, connection) in connections.enumerated() {
                    try await connection.write(server.slowRequest(index))
                }
                try await server.origin.wait { $0.requests.count == 3 }
                for _ in 0..<5 {
                    try await RawConnection.with(port: server.port) { (probe) async throws in
                        try await probe.write(ConnectionServer.request(target))
                        let answer = try await probe.read(until: "never")
                        #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
                        #expect(answer.lowercased().contains("\r\nconnection: close\r\n"))
                        #expect(answer.hasSuffix("ok\n"))
                    }
                }
                server.origin.releaseStalls()
                for connection in connections {
                    #expect(try await connection.read(until: "\r\n\r\n").hasPrefix("HTTP/1.1 200 OK\r\n"))
                }
                #expect(server.gauges.replaced == 0)
            }
        }
    }

    @Test("while all are busy, some requests wait and are answered in the end; more get 503, health checks 200")
    func full() async throws {
        try await withConnectionServer(["--max-connections", "1"]) { (server) async throws in
            try await RawConnection.with(port: server.port) { (busy) async throws in
                try await busy.write(server.slowRequest())
                try await server.origin.wait { $0.requests.count == 1 }
                // Only now, so that none of these has the place.
                try await ConnectionServer.withConnections(ConnectionPlaces.maximumWaiting, port: server.port) {
                    (waiting) async throws in
                    for connection in waiting {
                        try await connection.write(ConnectionServer.request("/v1/renditions"))
                    }
                    try await eventually { server.gauges.waiting == ConnectionPlaces.maximumWaiting }
                    try await Self.expectRefusals(server)
                    server.origin.releaseStalls()
                    #expect(try await busy.read(until: "\r\n\r\n").hasPrefix("HTTP/1.1 200 OK\r\n"))
                    for connection in waiting {
                        #expect(try await connection.read(until: "\r\n\r\n").hasPrefix("HTTP/1.1 400 "))
                    }
                }
                #expect(server.gauges.refused == 2)
                #expect(server.gauges.waited == ConnectionPlaces.maximumWaiting)
            }
            try await eventually { server.gauges.open == 0 }
            #expect(server.gauges.placed == 0)
        }
    }

    /// No place, and no room to wait for one: 503 for all but health checks.
    private static func expectRefusals(_ server: ConnectionServer) async throws {
        for request in [
            ConnectionServer.request("/v1/renditions"),
            "POST /v1/renditions?sizes=9 HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\nabc",
        ] {
            try await RawConnection.with(port: server.port) { (refused) async throws in
                try await refused.write(request)
                let answer = try await refused.read(until: "never")
                #expect(answer.hasPrefix("HTTP/1.1 503 Service Unavailable\r\n"))
                #expect(answer.lowercased().contains("\r\nretry-after: 1\r\n"))
                #expect(answer.contains("\"connections.full\""))
            }
        }
        try await RawConnection.with(port: server.port) { (probe) async throws in
            try await probe.write(Self.health)
            #expect(try await probe.read(until: "never").hasSuffix("ok\n"))
        }
    }

    @Test("the operators' listener counts its own connections, and replaces its own idle ones")
    func admin() async throws {
        try await withConnectionServer(["--max-connections", "1"]) { (server) async throws in
            try await RawConnection.with(port: server.port) { (busy) async throws in
                try await busy.write(server.slowRequest())
                try await server.origin.wait { $0.requests.count == 1 }
                let (limit, port) = (APIServer.maximumAdminConnections, server.adminPort)
                try await ConnectionServer.withConnections(limit, port: port) { (connections) async throws in
                    for connection in connections {
                        try await connection.write(Self.health)
                        _ = try await connection.read(until: "ok\n")
                    }
                    try await eventually { server.adminGauges.idle == limit }
                    try await RawConnection.with(port: server.adminPort) { (new) async throws in
                        try await new.write(ConnectionServer.request("/status"))
                        #expect(try await new.read(until: "\r\n\r\n").hasPrefix("HTTP/1.1 200 OK\r\n"))
                    }
                    #expect(server.adminGauges.replaced == 1)
                }
                #expect(server.gauges.replaced == 0)
                #expect(server.gauges.placed == 1)
                server.origin.releaseStalls()
                #expect(try await busy.read(until: "\r\n\r\n").hasPrefix("HTTP/1.1 200 OK\r\n"))
            }
        }
    }

    @Test("many clients at a small limit get whole answers, and leave nothing behind")
    func crowd() async throws {
        try await withConnectionServer(["--max-connections", "2"]) { (server) async throws in
            let port = server.port
            let answers = try await withThrowingTaskGroup(of: [String].self) { group in
                for _ in 0..<12 { group.addTask { try await Self.visit(port, times: 25) } }
                return try await group.reduce(into: [String]()) { $0 += $1 }
            }
            #expect(Set(answers).isSubset(of: ["HTTP/1.1 400 Bad Request", "HTTP/1.1 503 Service Unavailable", ""]))
            #expect(answers.count { $0.contains(" 400 ") } >= 12)
            try await eventually { server.gauges.open == 0 }
            #expect(server.gauges.placed == 0)
            #expect(server.gauges.waiting == 0)
        }
    }

    /// The status lines of what a client gets that keeps its connection as long as it may.
    private static func visit(_ port: Int, times: Int) async throws -> [String] {
        var lines: [String] = []
        while lines.count < times {
            lines += try await RawConnection.with(port: port) { connection in
                var own: [String] = []
                do {
                    for _ in 0..<3 {
                        try await connection.write(ConnectionServer.request("/v1/renditions"))
                        let answer = try await connection.read(until: "\"title\":")
                        own.append(String(answer.prefix { $0 != "\r\n" && $0 != "\r" }))
                        if answer.isEmpty || answer.lowercased().contains("connection: close") { break }
                    }
                } catch {
                    // A kept connection may be closed at the moment when the next request is sent.
                    own.append("")
                }
                return own
            }
        }
        return lines
    }
}
