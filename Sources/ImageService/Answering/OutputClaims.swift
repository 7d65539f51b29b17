import NIOConcurrencyHelpers
import Storage

/// The paths that the sources of one run write, so that no source overwrites another one's results.
package final class OutputClaims: Sendable {
    private let paths = NIOLockedValueBox<Set<String>>([])

    package init() {}

    /// Claims all of `paths`, or none.
    ///
    /// - Throws: `collision`, naming the path.
    func claim(_ wanted: [String]) throws(StorageError) {
        let taken = paths.withLockedValue { paths in
            let taken = wanted.first(where: paths.contains)
            if taken == nil { paths.formUnion(wanted) }
            return taken
        }
        guard let taken else { return }
        throw StorageError(
            .collision,
            "\(taken) is written for another source of this run; distinguish them in the name template, for example by "
                + "{dir} or {hash}")
    }
}
