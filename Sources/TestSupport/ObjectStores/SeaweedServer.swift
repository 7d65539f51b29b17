import Foundation
import NIOCore
import NIOPosix

/// SeaweedFS on free ports of loopback: a real object store that checks the signatures of requests. `make test-tools` installs it.
///
/// One serves all tests of a process; each takes a bucket of its own.
package final class SeaweedServer: Sendable {
    package static let accessKey = "AKIDEXAMPLE"
    package static let secretKey = "SECRETKEY"

    /// The program's path; `nil` if it is not installed.
    package static let path: String? = {
        let installed = RepositoryFiles.root + ".build/test-tools/bin/weed"
        return FileManager.default.isExecutableFile(atPath: installed) ? installed : nil
    }()

    /// Why tests with it are skipped.
    package static let absence: String = "SeaweedFS is not installed; `make test-tools` installs it"

    private static let starting = Task { try await SeaweedServer() }

    /// The process's server, which is started by the first call.
    ///
    /// - Throws: when it does not start within two minutes.
    package static func shared() async throws -> SeaweedServer { try await starting.value }

    /// Of its S3 service.
    package let port: Int

    /// `http://127.0.0.1:…`
    package var endpoint: String { "http://127.0.0.1:\(port)" }

    /// A name that no other test has.
    package func bucket() -> String { "b-" + String(UInt64.random(in: 0 ... .max), radix: 36) }

    /// What has to stay as long as it runs: the end of the pipe that tells its shell that this process is there.
    private let lifeline: Pipe
    private let process: Process

    /// Ends the server when the pipe ends, so that it does not outlive this process however that ends.
    private static let script = """
        "$@" > "$0/log" 2>&1 < /dev/null & child=$!
        cat > /dev/null
        kill -9 $child; wait $child 2> /dev/null; rm -rf "$0"
        """

    private init() async throws {
        guard let program = Self.path else { throw Failure(reason: Self.absence) }
        let folder =
            FileManager.default.temporaryDirectory.path(percentEncoded: false) + "/seaweed-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder + "/data", withIntermediateDirectories: true)
        let identities =
            #"{"identities": [{"name": "tests", "credentials": [{"accessKey": "\#(Self.accessKey)", "#
            + #""secretKey": "\#(Self.secretKey)"}], "actions": ["Admin", "Read", "Write", "List", "Tagging"]}]}"#
        try Data(identities.utf8).write(to: URL(filePath: folder + "/s3.json"))
        let ports = try await Self.freePorts(4)
        port = ports[3]
        lifeline = Pipe()
        process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = [
            "-c", Self.script, folder, program, "server", "-dir=\(folder)/data", "-ip=127.0.0.1", "-ip.bind=127.0.0.1",
            "-master.port=\(ports[0])", "-volume.port=\(ports[1])", "-filer.port=\(ports[2])", "-s3.port=\(ports[3])",
            "-filer", "-s3", "-s3.config=\(folder)/s3.json", "-s3.domainName=localhost", "-volume.max=200",
            "-master.volumeSizeLimitMB=16",
        ]
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": folder]
        process.standardInput = lifeline
        try process.run()
        let end = ContinuousClock.now + .seconds(120)
        while !(await Self.accepts(port)) {
            guard process.isRunning, .now < end else {
                let log = (try? String(contentsOfFile: folder + "/log", encoding: .utf8)) ?? ""
                throw Failure(reason: "SeaweedFS does not start: \(log.suffix(2000))")
            }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    package struct Failure: Error {
        package let reason: String
    }

    /// Ports that are free, as are those 10,000 above them, where it listens, too.
    private static func freePorts(_ count: Int) async throws -> [Int] {
        var ports: [Int] = []
        var random = SystemRandomNumberGenerator()
        while ports.count < count {
            let port = Int.random(in: 15_000...22_000, using: &random)
            if !ports.contains(port), await isFree(port), await isFree(port + 10_000) { ports.append(port) }
        }
        return ports
    }

    private static func isFree(_ port: Int) async -> Bool {
        let channel = try? await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: port).get()
        guard let channel else { return false }
        // Closing what listens cannot fail in a way that matters here.
        try? await channel.close()
        return true
    }

    private static func accepts(_ port: Int) async -> Bool {
        let channel = try? await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port).get()
        guard let channel else { return false }
        try? await channel.close()
        return true
    }
}
