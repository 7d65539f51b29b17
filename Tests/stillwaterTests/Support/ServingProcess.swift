import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import TestSupport
import Testing

/// A child that serves on free loopback ports, and the addresses that it reports.
struct ServingProcess {
    let child: ChildProcess
    /// `127.0.0.1:PORT`.
    let main: String
    /// `http://127.0.0.1:PORT`.
    let admin: String

    /// Starts one that serves the fixtures' `jpeg/baseline.jpg` as `local:///lake.jpg`; returns when it is listening.
    init(_ arguments: [String], sources: ScratchFolder, environment: [String: String] = [:]) async throws {
        try sources.write(try RepositoryFiles.fixture("jpeg/baseline.jpg"), to: "lake.jpg")
        child = try ChildProcess(
            [
                "serve", "--root", sources.path, "--recordings-dir", sources.path + "/recordings", "--bind",
                "127.0.0.1:0", "--admin-bind", "127.0.0.1:0", "--log-format", "json",
            ] + arguments, environment: environment)
        main = try await Self.address("listening", of: child)
        admin = "http://" + (try await Self.address("admin listening", of: child))
    }

    private static func address(_ message: String, of child: ChildProcess) async throws -> String {
        await child.waitForErrors("\"message\":\"\(message)\"")
        let lines = child.errorText.split(separator: "\n").compactMap { line in
            // A truncated line, or one that is not JSON, is not the wanted one.
            try? JSONDecoder().decode([String: String].self, from: Data(line.utf8))
        }
        return try #require(lines.first { $0["message"] == message }?["address"], "\(child.errorText)")
    }

    /// The body of a response, which must be successful.
    func send(_ method: HTTPMethod = .GET, _ url: String, json: String? = nil) async throws -> [UInt8] {
        var request = HTTPClientRequest(url: url)
        request.method = method
        request.body = json.map { .bytes(ByteBuffer(string: $0)) }
        let response = try await HTTPClient.patient.execute(request, timeout: .minutes(10))
        let body = try await response.body.collect(upTo: 1 << 26)
        try #require((200...299).contains(response.status.code), "\(url): \(response.status) \(String(buffer: body))")
        return [UInt8](buffer: body)
    }

    /// The renditions of one size of `source`.
    func rendition(of source: String, size: String) async throws -> [UInt8] {
        try await send(.GET, "http://\(main)/v1/renditions?source=\(source)&sizes=\(size)")
    }

    /// `count` requests one after another, in several formats.
    func load(_ count: Int) async throws {
        for index in 0..<count {
            let format = ["jpeg", "webp", "png"][index % 3]
            _ = try await rendition(of: "local:///lake.jpg", size: "\(500 - index % 7)@\(format)")
        }
    }

    /// Ends it as a system would.
    func stop() async -> ChildProcess.Ending {
        child.signal(SIGTERM)
        return await child.ending()
    }
}
