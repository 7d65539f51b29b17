#if DEBUG
import Foundation
import ImageService
import NIOConcurrencyHelpers
import Sources

/// A leak to look for, in debug builds alone: the bytes of each hundredth source are never let go, as bodies that nobody
/// closes are not. Tests and docs/PROFILING.md find it with `stillwater leak`.
enum PlantedLeak {
    /// The environment variable that switches it on, by any value; no setting, so it has no prefix of settings.
    static let variable = "PLANTED_LEAK"
    /// Sources of which one is kept.
    static let interval = 100

    private static let state = NIOLockedValueBox((count: 0, kept: [[UInt8]]()))

    /// What sees each source that has been fetched; `nil` where it is not switched on.
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
