#if DEBUG || PLANTED_LEAK
import Foundation
import ImageService
import NIOConcurrencyHelpers
import Sources

/// A leak to look for, in debug builds and in builds that enable it explicitly: the bytes of every hundredth source are
/// never released, like response bodies that nobody closes. Tests and docs/PROFILING.md find it with `stillwater leak`.
enum PlantedLeak {
    /// The environment variable that enables it, with any value; it is not a setting, so it does not have the settings'
    /// prefix.
    static let variable = "PLANTED_LEAK"
    /// One source in this many is kept.
    static let interval = 100

    private static let state = NIOLockedValueBox((count: 0, kept: [[UInt8]]()))

    /// What `body` returns; where the leak is enabled, sources that it fetches leak.
    static func whilePlanted<Value>(_ body: () async throws -> Value) async throws -> Value {
        guard ProcessInfo.processInfo.environment[variable] != nil else { return try await body() }
        return try await FetchObserver.$current.withValue(leak, operation: body)
    }

    @Sendable private static func leak(_ source: FetchedSource) {
        state.withLockedValue { state in
            state.count += 1
            if state.count % interval == 0 { state.kept.append(source.content.bytes) }
        }
    }
}
#endif
