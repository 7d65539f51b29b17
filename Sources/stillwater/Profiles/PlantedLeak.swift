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

    /// Observes each fetched source; `nil` if not enabled.
    static var onFetch: (@Sendable (FetchedSource) -> Void)? {
        guard ProcessInfo.processInfo.environment[variable] != nil else { return nil }
        return { source in
            state.withLockedValue { state in
                state.count += 1
                if state.count % interval == 0 { state.kept.append(source.content.bytes) }
            }
        }
    }
}
#endif
