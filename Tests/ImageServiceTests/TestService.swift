import ImageModel
import Isolation
import Logging
import Rendering
import Sources
import TestSupport

@testable import ImageService

/// Runs `body` with a service of two render threads that may fetch from loopback and stores below `store`. Nothing is
/// isolated unless `isolation` says so.
func withService<Value>(
    store: ScratchFolder? = nil, limits: RenderLimits = RenderLimits(), allowsPrivate: Bool = true,
    maximumBytes: Int = 64 << 20, memory: MemoryConfiguration = MemoryConfiguration(),
    damage: DamagePolicy? = nil, isolation: IsolationConfiguration? = nil, fallback: ConfiguredImage? = nil,
    _ body: (ImageService) async throws -> Value
) async throws -> Value {
    var configuration = ServiceConfiguration()
    configuration.sources.addressPolicy.allowsPrivate = allowsPrivate
    configuration.sources.maximumBytes = maximumBytes
    configuration.outputRoot = store?.path
    configuration.limits = limits
    configuration.memory = memory
    configuration.fallback = fallback
    configuration.damage = damage
    configuration.renderThreads = 2
    if let isolation { configuration.isolation = isolation } else { configuration.isolation.mode = .none }
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    return try await withImageService(configuration, logger: logger, body)
}

extension ImageService {
    /// What is made of `asked`, on `account`.
    func answer(_ asked: Asked, on account: RequestAccount) async throws(ServiceError) -> Answer {
        try await account.during { () async throws(ServiceError) in try await answer(asked) }
    }
}

extension Asked.Source {
    /// The source that `text` names.
    static func named(_ text: String) throws -> Asked.Source { .reference(try SourceReference(parsing: text)) }
}
