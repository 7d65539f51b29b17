import Codecs
import ImageModel
import Isolation
import Logging
import NIOPosix
import Rendering
import Sources
import Storage
import TestSupport

@testable import ImageService

/// Runs `body` with a service of two render threads that may fetch from loopback and stores below `store`.
func withService<Value>(
    store: ScratchFolder? = nil, limits: RenderLimits = RenderLimits(), allowsPrivate: Bool = true,
    maximumBytes: Int = 64 << 20, memory: MemoryConfiguration = MemoryConfiguration(),
    damage: DamagePolicy? = nil, engine: RenderEngine = .inProcess,
    onFetch: (@Sendable (FetchedSource) -> Void)? = nil, _ body: (ImageService) async throws -> Value
) async throws -> Value {
    try VipsLibrary.start()
    var configuration = SourceConfiguration()
    configuration.addressPolicy.allowsPrivate = allowsPrivate
    configuration.maximumBytes = maximumBytes
    let reader = try SourceReader(
        configuration: configuration, eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    let pool = RenderPool(threads: 2)
    let service = ImageService(
        reader: reader, pool: pool, store: store.map { DirectoryStore(root: $0.path) }, limits: limits,
        memory: memory, damage: damage, engine: engine, onFetch: onFetch)
    do {
        let value = try await body(service)
        await reader.shutDown()
        pool.shutDown()
        engine.shutDown()
        return value
    } catch {
        await reader.shutDown()
        pool.shutDown()
        engine.shutDown()
        throw error
    }
}

extension ImageService {
    /// What `source` becomes, without a trace.
    func render(_ request: RenderRequest) async throws(ServiceError) -> RenderOutcome {
        var trace = RenderTrace()
        return try await render(request, trace: &trace)
    }
}

extension RenderRequest.Source {
    /// The source that `text` names.
    static func named(_ text: String) throws -> RenderRequest.Source { .reference(try SourceReference(parsing: text)) }
}
