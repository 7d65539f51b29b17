import TestSupport
import Testing

@testable import HTTPAPI

@Suite(.timeLimit(.minutes(10))) struct ContinueHandlerTests {
    private static func head(bytes: Int) -> String {
        "POST /v1/renditions?sizes=10 HTTP/1.1\r\nHost: a\r\nContent-Type: image/jpeg\r\n"
            + "Content-Length: \(bytes)\r\nExpect: 100-continue\r\n\r\n"
    }

    @Test("a client that asks before it sends is told to go on")
    func goesOn() async throws {
        let image = try RepositoryFiles.fixture("jpeg/baseline.jpg")
        try await withServer { server in
            try await RawConnection.with(port: server.port) { connection in
                try await connection.write(Self.head(bytes: image.count))
                #expect(try await connection.read(until: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
                try await connection.write(image)
                #expect(try await connection.read(until: "Image-Width: 10").hasPrefix("HTTP/1.1 200 OK\r\n"))
            }
        }
    }

    @Test("a client whose body is too large is told so before it sends anything")
    func tooLarge() async throws {
        try await withServer(["--max-source-bytes", "1000"]) { server in
            try await RawConnection.with(port: server.port) { connection in
                try await connection.write(Self.head(bytes: 1001))
                let answer = try await connection.read(until: "}")
                #expect(answer.hasPrefix("HTTP/1.1 413 "))
            }
        }
    }
}
