import ImageService
import Logging
import Profiling
import Settings
import Sources
import TestSupport

@testable import HTTPAPI

/// A server as `serve` starts it, on free ports of loopback.
struct AssembledServer: Sendable {
    let server: APIServer
    let service: ImageService
    let port: Int
    let adminPort: Int
}

/// Runs `body` with a server of these settings, which stops gracefully afterwards. It has two render threads and no worker
/// processes, and stores below `outputRoot`.
func withAssembledServer<Value: Sendable>(
    _ arguments: [String], outputRoot: String? = nil, batches: BatchAPI? = nil, logger: Logger,
    prepare: (inout APIServer) -> Void = { _ in },
    _ body: @escaping (AssembledServer) async throws -> Value
) async throws -> Value {
    let fixed = [
        "--bind", "127.0.0.1:0", "--admin-bind", "127.0.0.1:0", "--render-threads", "2", "--isolation", "none",
    ]
    let settings = try SettingsReader(arguments: fixed + arguments, environment: [:])
    var configuration = try ServerConfiguration(reading: settings)
    try settings.finish()
    configuration.service.outputRoot = outputRoot
    let recordings = try ScratchFolder()
    // It runs at once, once and in this task.
    nonisolated(unsafe) let run = body
    return try await withImageService(configuration.service, logger: logger) { service in
        let watch = service.budgetWatch()
        let recorder = try Recorder(folder: recordings.path) { watch.timesOver }
        var server = APIServer(
            service: service, configuration: configuration, batches: batches, recorder: recorder, logger: logger)
        prepare(&server)
        return try await running(server) { [server] port, adminPort in
            try await run(AssembledServer(server: server, service: service, port: port, adminPort: adminPort))
        }
    }
}
