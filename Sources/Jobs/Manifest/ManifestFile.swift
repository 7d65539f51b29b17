import Foundation
import Glibc

/// Reads a list of sources from a file, or from standard input, in pieces.
package final class ManifestFile: Sendable {
    private static let pieceBytes = 256 * 1024

    private let file: CInt
    private let isOwned: Bool

    /// Opens the file at `path`; `-` is standard input.
    ///
    /// - Throws: `manifestUnreadable`.
    package init(path: String) throws(JobError) {
        isOwned = path != "-"
        file = isOwned ? open(path, O_RDONLY | O_CLOEXEC) : STDIN_FILENO
        var status = stat()
        guard file >= 0, fstat(file, &status) == 0 else { throw Self.unreadable(path) }
        guard status.st_mode & S_IFMT != S_IFDIR else {
            throw JobError(.manifestUnreadable, "\(path) is a folder, not a list of sources.")
        }
    }

    deinit { if isOwned { close(file) } }

    /// The next bytes; `nil` at the end. One call at a time; does not block the caller.
    ///
    /// - Throws: `manifestUnreadable`.
    package func next() async throws(JobError) -> [UInt8]? {
        let result: Result<[UInt8], JobError> = await withCheckedContinuation { continuation in
            // A pipe may block its reader for any length of time: that must not be a thread of Swift's own pool.
            DispatchQueue.global().async { [self] in
                continuation.resume(returning: Result { () throws(JobError) in try read() })
            }
        }
        let bytes = try result.get()
        return bytes.isEmpty ? nil : bytes
    }

    private func read() throws(JobError) -> [UInt8] {
        var count = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: Self.pieceBytes) { buffer, read in
            repeat { count = Glibc.read(file, buffer.baseAddress, buffer.count) } while count < 0 && errno == EINTR
            read = max(count, 0)
        }
        guard count >= 0 else { throw Self.unreadable("The list") }
        return bytes
    }

    private static func unreadable(_ path: String) -> JobError {
        JobError(.manifestUnreadable, "\(path) cannot be read: \(String(cString: strerror(errno))).")
    }
}
