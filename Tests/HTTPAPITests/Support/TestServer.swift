import ImageService
import Jobs
import Logging
import ServiceLifecycle
import Sources
import TestSupport

@testable import HTTPAPI

/// A service with both listeners on free ports of loopback, set up as from the command line.
struct TestServer: Sendable {
    let port: Int
    let adminPort: Int
    let service: ImageService
    let log: LogRecorder
    /// The root of `local:///` sources; holds the fixtures' `jpeg/baseline.jpg` as `lake.jpg`.
    let sources: ScratchFolder
    /// Where stores are; empty at the start.
    let outputs: ScratchFolder
    /// Where batches are kept; nobody works on them.
    let jobs: GRDBJobStore

    var url: String { "http://127.0.0.1:\(port)" }
    var adminURL: String { "http://127.0.0.1:\(adminPort)" }
    var renditions: String { "\(url)/v1/renditions" }

    /// What all requests in flight hold.
    var heldBytes: Int { service.budget.gauges.heldBytes }

    /// A source of the server's own, 640 × 427.
    static let lake = "local:///lake.jpg"
}

/// Runs `body` with a server of these settings, which stops gracefully afterwards. Fetching from loopback is allowed unless
/// `allowsPrivate` is false; the store is missing when `stores` is false, and batches are when `keepsBatches` is.
func withServer<Value: Sendable>(
    _ settings: [String] = [], allowsPrivate: Bool = true, stores: Bool = true, keepsBatches: Bool = true,
    signsWebhooks: Bool = true, _ body: @escaping (TestServer) async throws -> Value
) async throws -> Value {
    let (sources, outputs, jobFolder) = (try ScratchFolder(), try ScratchFolder(), try ScratchFolder())
    try sources.write(try RepositoryFiles.fixture("jpeg/baseline.jpg"), to: "lake.jpg")
    defer { withExtendedLifetime(jobFolder) {} }
    let log = LogRecorder()
    let jobs = try GRDBJobStore(path: "\(jobFolder.path)/jobs.db")
    var batches = BatchAPI(store: jobs, signsWebhooks: signsWebhooks)
    (batches.watchInterval, batches.heartbeat) = (.milliseconds(5), .milliseconds(20))
    let arguments = ["--root", sources.path] + (allowsPrivate ? ["--allow-private-sources"] : []) + settings
    return try await withAssembledServer(
        arguments, outputRoot: stores ? outputs.path : nil, batches: keepsBatches ? batches : nil, logger: log.logger
    ) { assembled in
        try await body(
            TestServer(
                port: assembled.port, adminPort: assembled.adminPort, service: assembled.service, log: log,
                sources: sources, outputs: outputs, jobs: jobs))
    }
}

/// Runs `body` with the ports of `server` and of its admin listener, then stops it gracefully.
func running<Value>(_ server: APIServer, _ body: (Int, Int) async throws -> Value) async throws -> Value {
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    let (adminPorts, adminPort) = AsyncStream.makeStream(of: Int.self)
    var quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    quiet.logLevel = .critical
    let group = ServiceGroup(
        services: [server.main { port.yield($0) }, server.admin { adminPort.yield($0) }], logger: quiet)
    let running = Task {
        defer {
            port.finish()
            adminPort.finish()
        }
        try await group.run()
    }
    guard let main = await ports.first(where: { _ in true }), let admin = await adminPorts.first(where: { _ in true })
    else {
        try await running.value
        throw CancellationError()
    }
    let result: Result<Value, any Error>
    do {
        result = .success(try await body(main, admin))
    } catch {
        result = .failure(error)
    }
    await group.triggerGracefulShutdown()
    try await running.value
    return try result.get()
}
