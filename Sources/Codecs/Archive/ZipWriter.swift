internal import CArchive
package import ImageModel

/// Writes a zip archive in blocks that the caller takes out as they are made.
///
/// Entries are stored, not deflated: pictures are already compressed. Names are marked as UTF-8. Each entry's size
/// precedes its data; its checksum follows (libarchive does not know it earlier). Above 4 GiB, the archive becomes
/// zip64.
///
/// One entry at a time: `add` it, then call `nextBlock` until it returns `nil`. After the last one, call `finish`, then
/// `nextBlock` until `nil` again. Besides the entries' own bytes, the writer holds one block and the directory (about
/// 400 bytes per entry). Nothing blocks. A writer that is released before `finish` writes nothing more.
package struct ZipWriter: ~Copyable {
    /// The most bytes of an entry in one block.
    package static let defaultBlockBytes = 128 * 1024

    private let handle: ZipHandle
    private let blockBytes: Int
    private var names: Set<String> = []
    private var current: (bytes: EncodedBytes, offset: Int)?
    private var state = State.open

    private enum State { case open, finished, failed }

    /// An empty archive. A block has at most `blockBytes` (at least 1) bytes of data and some 200 of headers.
    ///
    /// - Throws: `writeFailed` if libarchive lacks memory or its zip writer.
    package init(blockBytes: Int = defaultBlockBytes) throws(ArchiveError) {
        precondition(blockBytes > 0, "A block has at least one byte.")
        self.blockBytes = blockBytes
        handle = try ZipHandle.open()
    }

    /// Begins an entry with `bytes`, which are kept until `nextBlock` has returned all of them.
    ///
    /// - Parameters:
    ///   - name: a relative path, unique in the archive (`ZipEntryName` has the rules).
    ///   - modified: seconds since 1970-01-01 00:00 UTC.
    /// - Throws: `invalidName`, `duplicateName`, `outOfOrder`, `writeFailed`.
    package mutating func add(name: String, bytes: EncodedBytes, modified: Int) throws(ArchiveError) {
        guard state == .open, current == nil else {
            throw ArchiveError(.outOfOrder, "An entry can be added only after the previous one has been read out.")
        }
        let name = try ZipEntryName(name)
        guard names.insert(name.path).inserted else {
            throw ArchiveError(.duplicateName, "The archive already has an entry named '\(name.path)'.")
        }
        try run { handle throws(ArchiveError) in
            try handle.begin(name: name, size: bytes.count, modified: modified)
        }
        current = (bytes, 0)
    }

    /// The next bytes of the archive, or `nil` if everything that was added so far has been returned.
    ///
    /// - Throws: `writeFailed`.
    package mutating func nextBlock() throws(ArchiveError) -> [UInt8]? {
        if let entry = current {
            let count = min(blockBytes, entry.bytes.count - entry.offset)
            let range = entry.offset..<(entry.offset + count)
            try run { handle throws(ArchiveError) in try handle.write(entry.bytes, range) }
            if range.upperBound == entry.bytes.count {
                current = nil
                try run { handle throws(ArchiveError) in try handle.endEntry() }
            } else {
                current = (entry.bytes, range.upperBound)
            }
        }
        return handle.takeOutput()
    }

    /// Ends the archive with its directory; take that out with `nextBlock`. Nothing can be added afterwards.
    ///
    /// - Throws: `outOfOrder` if an entry has not been taken out, or on a second call; `writeFailed`.
    package mutating func finish() throws(ArchiveError) {
        guard state == .open, current == nil else {
            throw ArchiveError(.outOfOrder, "An archive can be finished once, after its last entry has been read out.")
        }
        try run { handle throws(ArchiveError) in try handle.finish() }
        state = .finished
    }

    /// Runs one step; after a failure the writer refuses everything.
    private mutating func run(_ step: (borrowing ZipHandle) throws(ArchiveError) -> Void) throws(ArchiveError) {
        guard state != .failed else {
            throw ArchiveError(.writeFailed, "The archive could not be written.")
        }
        do {
            try step(handle)
        } catch {
            current = nil
            state = .failed
            throw error
        }
    }
}
