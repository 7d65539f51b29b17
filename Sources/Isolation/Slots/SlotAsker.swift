/// On whose behalf a worker works, which decides whether another one may be used.
package struct SlotAsker: Sendable, Hashable {
    package var source: SourceFingerprint
    /// The host that the source was fetched from; `nil` for files and uploads, which belong to no host.
    package var host: String?
    /// Whether nobody is waiting for the answer.
    package var isBatch: Bool
    /// What the work is estimated to need in the worker; 0 for what is not worth counting.
    package var bytes = 0

    package init(source: SourceFingerprint, host: String? = nil, isBatch: Bool = false) {
        self.source = source
        self.host = host
        self.isBatch = isBatch
    }

    /// The same for work that needs so many bytes.
    package func needing(_ bytes: Int) -> SlotAsker {
        var asker = self
        asker.bytes = bytes
        return asker
    }
}
