import Glibc
import NIOPosix

/// Files below declared roots.
struct LocalFiles: Sendable {
    /// Each root's path without links, in components.
    private let roots: [[Substring]]

    /// Resolves `roots` once, now; blocks.
    ///
    /// - Throws: `notConfigured` when one is no directory that can be opened.
    init(roots: [String]) throws(SourceError) {
        var resolved: [[Substring]] = []
        for root in roots {
            do throws(SourceError) {
                let directory = try OpenPath(root)
                guard directory.isDirectory else { throw SourceError(.notAFile, "It is not a directory.") }
                resolved.append(try directory.resolvedComponents())
            } catch {
                throw SourceError(
                    .notConfigured, "The source root \(root) cannot be used: it must be an existing directory.",
                    cause: error)
            }
        }
        self.roots = resolved
    }

    /// Opens the file at `path` below the first root that has it; blocks.
    ///
    /// Links are followed as long as they stay below that root. What is checked is the file that is open, not its name,
    /// so that nothing can be exchanged in between.
    ///
    /// - Throws: `notConfigured`, `notFound`, `notPermitted`, `notAFile`, `readFailed`.
    func open(_ path: String) throws(SourceError) -> RegularFile {
        guard !roots.isEmpty else {
            throw SourceError(.notConfigured, "Local sources are not available: no source root is set.")
        }
        let components = path.split(separator: "/").filter { $0 != "." }
        guard !components.contains(".."), !path.unicodeScalars.contains("\0") else { throw Self.outside }
        for root in roots {
            do throws(SourceError) {
                let file = try OpenPath("/" + (root + components).joined(separator: "/"))
                guard try file.resolvedComponents().starts(with: root) else { throw Self.outside }
                return try file.openRegularFile()
            } catch {
                guard error.code == .notFound else { throw error }
            }
        }
        throw SourceError(.notFound, "The local source does not exist.")
    }

    private static var outside: SourceError {
        SourceError(.notPermitted, "The local source lies outside the source roots.")
    }
}
