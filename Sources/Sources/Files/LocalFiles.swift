import Foundation
import Glibc
import NIOPosix

/// Files below declared roots.
struct LocalFiles: Sendable {
    private let roots: [String]

    /// Checks that `roots` exist; blocks. Where a root leads is looked up for each file, because it may be a link that
    /// is switched, for example to a new release.
    ///
    /// - Throws: `notConfigured` if one is not a directory that can be opened.
    init(roots: [String]) throws(SourceError) {
        for root in roots {
            do throws(SourceError) {
                _ = try Self.resolved(root)
            } catch {
                throw SourceError(
                    .notConfigured, "The source root \(root) cannot be used: it must be an existing directory.",
                    cause: error)
            }
        }
        self.roots = roots
    }

    /// The components of the path of `root`, without links, as it is now.
    private static func resolved(_ root: String) throws(SourceError) -> [Substring] {
        let directory = try OpenPath(root)
        guard directory.isDirectory else { throw SourceError(.notAFile, "It is not a directory.") }
        return try directory.resolvedComponents()
    }

    /// Opens the file at the first of `paths` that exists below the first root that has one; blocks. Names that differ
    /// only in how letters with accents are composed are the same: macOS and web forms write them differently.
    ///
    /// - Throws: `notConfigured`, `notFound`, `notPermitted`, `notAFile`, `readFailed`.
    func open(_ paths: [String]) throws(SourceError) -> RegularFile {
        var names: [String] = []
        for path in paths {
            names.append(path)
            guard !path.utf8.allSatisfy({ $0 < 0x80 }) else { continue }
            // Equal to Swift, but with different bytes.
            for form in [path.precomposedStringWithCanonicalMapping, path.decomposedStringWithCanonicalMapping]
            where !form.utf8.elementsEqual(path.utf8) { names.append(form) }
        }
        for name in names.dropLast() {
            do throws(SourceError) {
                return try open(name)
            } catch {
                guard error.code == .notFound else { throw error }
            }
        }
        return try open(names.last ?? "")
    }

    /// Opens the file at `path` below the first root that has it; blocks.
    ///
    /// Links are followed as long as they stay below that root. The open file is checked, not its name, so it cannot be
    /// exchanged in between.
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
                let root = try Self.resolved(root)
                let file = try OpenPath("/" + (root + components).joined(separator: "/"))
                guard try file.resolvedComponents().starts(with: root, by: Self.haveSameBytes) else {
                    throw Self.outside
                }
                return try file.openRegularFile()
            } catch {
                guard error.code == .notFound else { throw error }
            }
        }
        throw SourceError(.notFound, "The local source does not exist.")
    }

    /// Strings with differently composed letters are equal, but such folders are different.
    private static func haveSameBytes(_ one: Substring, _ other: Substring) -> Bool {
        one.utf8.elementsEqual(other.utf8)
    }

    private static var outside: SourceError {
        SourceError(.notPermitted, "The local source lies outside the source roots.")
    }
}
