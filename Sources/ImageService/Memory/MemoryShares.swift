/// What held bytes are for, at one moment; all but `sourceContentBytes`, a part of `sourceBytes`, add up.
package struct MemoryShares: Sendable, Hashable {
    /// Of sources that are still arriving.
    package var arrivingBytes = 0
    /// Of sources that are complete: what their buffers can hold.
    package var sourceBytes = 0
    /// The part of that which they use.
    package var sourceContentBytes = 0
    /// The most that running renders may use; and related work.
    package var workBytes = 0
    /// Of results that are being sent or stored.
    package var resultBytes = 0

    package init() {}
}

extension Admission {
    /// Sums up all holds; there are as many as requests in flight, or a few times that.
    var shares: MemoryShares {
        holds.values.reduce(into: MemoryShares()) { shares, hold in
            switch (hold.kind.isSource, hold.contentBytes) {
            case (true, nil): shares.arrivingBytes += hold.bytes
            case (true, let content?):
                shares.sourceBytes += hold.bytes
                shares.sourceContentBytes += min(content, hold.bytes)
            case (false, nil): shares.workBytes += hold.bytes
            case (false, _?): shares.resultBytes += hold.bytes
            }
        }
    }
}
