/// For whom a worker works: what decides whether it may have one more.
package struct SlotAsker: Sendable, Hashable {
    package var source: SourceFingerprint
    /// Where the source was fetched from; `nil` for files and uploads, which are nobody's host.
    package var host: String?
    /// Whether nobody waits for the answer.
    package var isBatch: Bool

    package init(source: SourceFingerprint, host: String? = nil, isBatch: Bool = false) {
        self.source = source
        self.host = host
        self.isBatch = isBatch
    }
}
