/// Which loops work on planes' samples. For tests: what runs elsewhere is compared with what runs here.
package enum PlaneLoops: Sendable, CaseIterable {
    /// The fastest that this processor has.
    case fastest
    /// Those for any processor, which give the same.
    case plain
}
