/// How much of what all share one host may have: whoever waits for a slow host must not keep others from theirs.
///
/// Fetches of a batch are spaced by host besides, as its operator says (`HostGate`).
package enum HostRules {
    /// Fetches from one host at once, where `slots` may run in all: three quarters, at least 1.
    package static func fetches(of slots: Int) -> Int { max(slots - slots / 4, 1) }

    /// Bytes of one host's sources while they arrive, where all sources may have `bytes`: three quarters.
    package static func arrivingBytes(of bytes: Int) -> Int { bytes / 4 * 3 }

    /// Renders in workers from one host at once, where `slots` may run in all: half, at least 1.
    package static func workerSlots(of slots: Int) -> Int { max(slots / 2, 1) }
}
