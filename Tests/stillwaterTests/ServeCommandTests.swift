import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import TestSupport
import Testing

@testable import stillwater

@Suite(.timeLimit(.minutes(10))) struct ServeCommandTests {
    private static let anyPort = ["--bind", "127.0.0.1:0", "--admin-bind", "127.0.0.1:0", "--log-format", "json"]

    /// The address that the log reports with `message`.
    private func address(_ message: String, of child: ChildProcess) async throws -> String {
        await child.waitForErrors("\"message\":\"\(message)\"")
        let lines = child.errorText.split(separator: "\n").compactMap { line in
            // A truncated line, or one that is not JSON, is not the wanted one.
            try? JSONDecoder().decode([String: String].self, from: Data(line.utf8))
        }
        return try #require(lines.first { $0["message"] == message }?["address"], "\(child.errorText)")
    }

    private func get(_ url: String) async throws -> (status: UInt, body: String) {
        let response = try await HTTPClient.patient.execute(HTTPClientRequest(url: url), timeout: .minutes(10))
        return (response.status.code, String(buffer: try await response.body.collect(upTo: 1 << 20)))
    }

    @Test(
        "the service reports its address, answers, and ends with 0 on a signal", arguments: [SIGTERM, SIGINT])
    func lifecycle(signal: Int32) async throws {
        let sources = try ScratchFolder()
        try sources.write(try RepositoryFiles.fixture("jpeg/baseline.jpg"), to: "lake.jpg")
        let child = try ChildProcess(["serve", "--root", sources.path] + Self.anyPort)
        let main = try await address("listening", of: child)
        let admin = try await address("admin listening", of: child)
        #expect(try await get("http://\(main)/health") == (200, "ok\n"))
        #expect(try await get("http://\(admin)/status").body.contains("\"allocatedBytes\""))
        #expect(try await get("http://\(main)/v1/renditions?source=local:///lake.jpg&sizes=9").status == 200)
        child.signal(signal)
        let ending = await child.ending()
        #expect(ending.code == 0)
        #expect(ending.errors.contains("\"message\":\"stopped\""))
        #expect(ending.output.isEmpty)
    }

    @Test(
        "invalid settings end it with 64, and the message names the flag and a similar one",
        arguments: [
            (["--bnd", "127.0.0.1:0"], ["--bnd", "--bind"]), (["--bind", "nowhere"], ["--bind", "nowhere"]),
            (["--max-source-bytes", "-1"], ["--max-source-bytes"]), (["stray"], ["stray"]),
            (["--size-lists", "a=9z"], ["--size-lists"]), (["--config", "/none.yaml"], ["/none.yaml"]),
        ])
    func wrongSettings(arguments: [String], texts: [String]) async throws {
        let ending = try await ChildProcess.run(["serve"] + arguments)
        #expect(ending.code == 64)
        for text in texts { #expect(ending.errors.contains(text), "\(ending.errors)") }
    }

    /// Half a pair of key and salt, in each way of setting it; `FOLDER` stands for one with a settings file.
    private static let halves: [(arguments: [String], environment: [String: String])] = [
        (["--url-keys", "0a"], [:]), (["--url-salts", "0a"], [:]), ([], ["STILLWATER_URL_KEYS": "0a"]),
        ([], ["IMGPROXY_KEY": "0a"]), ([], ["IMGPROXY_SALT": "0a"]),
        ([], ["IMGPROXY_KEY": "0a", "IMGPROXY_SALT": " "]), (["--config", "FOLDER/settings.yaml"], [:]),
    ]

    @Test("half a pair of key and salt ends it with 64 if signatures are required", arguments: halves)
    func requiredSignature(arguments: [String], environment: [String: String]) async throws {
        let folder = try ScratchFolder()
        try folder.write(Array("url-keys: '0a'\n".utf8), to: "settings.yaml")
        let arguments = arguments.map { $0.replacing("FOLDER", with: folder.path) }
        let ending = try await ChildProcess.run(
            ["serve", "--require-signature"] + Self.anyPort + arguments, environment: environment)
        #expect(ending.code == 64)
        #expect(ending.errors.contains("require-signature"), "\(ending.errors)")
        #expect(ending.errors.contains("IMGPROXY_"), "\(ending.errors)")
    }

    @Test("half a pair of key and salt causes one warning if signatures are not required", arguments: halves)
    func halfPair(arguments: [String], environment: [String: String]) async throws {
        let folder = try ScratchFolder()
        try folder.write(Array("url-keys: '0a'\n".utf8), to: "settings.yaml")
        let arguments = arguments.map { $0.replacing("FOLDER", with: folder.path) }
        let child = try ChildProcess(["serve"] + Self.anyPort + arguments, environment: environment)
        _ = try await address("listening", of: child)
        child.signal(SIGTERM)
        let ending = await child.ending()
        let warnings = ending.errors.split(separator: "\n").filter { $0.contains("\"level\":\"warning\"") }
        #expect(warnings.count { $0.contains("image URLs are not protected") && $0.contains("is not; set one") } == 1)
    }

    @Test("invalid settings in the environment are named as written there")
    func wrongEnvironment() async throws {
        let ending = try await ChildProcess.run(["serve"], environment: ["STILLWATER_MAX_FETCHES": "0"])
        #expect(ending.code == 64)
        #expect(ending.errors.contains("STILLWATER_MAX_FETCHES"))
    }

    @Test("an address in use ends it with an error that names it")
    func takenAddress() async throws {
        try await FakeOrigin.with { origin in
            let ending = try await ChildProcess.run(
                ["serve", "--bind", "127.0.0.1:\(origin.port)", "--admin-bind", "127.0.0.1:0"])
            #expect(ending.code == 1)
            #expect(!ending.errors.isEmpty)
        }
    }

    @Test("SIGHUP and SIGUSR2, by which other programs read files anew, end nothing", arguments: [SIGHUP, SIGUSR2])
    func otherSignals(number: Int32) async throws {
        let sources = try ScratchFolder()
        defer { withExtendedLifetime(sources) {} }
        let process = try await ServingProcess([], sources: sources)
        process.child.signal(number)
        // A process that a signal ends is gone before it can answer.
        for _ in 0..<3 { #expect(try await !process.rendition(of: "local:///lake.jpg", size: "20").isEmpty) }
        #expect(await process.stop().code == 0)
    }

    @Test("an invalid root is an error, and the service does not start")
    func missingRoot() async throws {
        let ending = try await ChildProcess.run(["serve", "--root", "/none"] + Self.anyPort)
        #expect(ending.code != 0)
        #expect(ending.errors.contains("/none"))
    }
}
