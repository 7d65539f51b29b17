/// On whose behalf a worker works, which decides whether another one may be used.
package struct SlotAsker: Sendable, Hashable {
    package var source: SourceFingerprint
    /// The host that the source was fetched from; `nil` for files and uploads, which belong to no host.
    package var host: String?
    /// Whether nobody is waiting for the answer.
    package var isBatch: Bool

    package init(source: SourceFingerprint, host: String? = nil, isBatch: Bool = false) {
        self.source = source
        self.host = host
        self.isBatch = isBatch
    }
}
