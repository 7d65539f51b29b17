package import Caching

/// What is kept of answers, where, and for how long.
package struct CacheConfiguration: Sendable, Hashable {
    package struct Disk: Sendable, Hashable {
        package var path: String
        package var bytes: Int
    }

    /// Bytes in memory, out of the memory limit; 0 keeps none there.
    package var memoryBytes = 0
    package var disk: Disk?
    /// What stays free on the disk's file system.
    package var minimumFreeBytes = 1 << 30
    package var rules = FreshnessRules()
    /// Seconds that answers of damaged sources are kept at most.
    package var damagedSeconds = 60

    package init() {}

    /// Whether anything is kept.
    package var isOn: Bool { memoryBytes > 0 || disk != nil }
}
