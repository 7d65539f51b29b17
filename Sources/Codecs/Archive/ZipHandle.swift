internal import CArchive
internal import ImageModel

/// Owns a libarchive zip writer and the bytes that it has produced.
///
/// libarchive calls back only on the calling thread, inside the calls below.
@safe struct ZipHandle: ~Copyable {
    /// Bytes on their way out. A class, because libarchive holds a pointer to it; `ZipHandle` keeps it alive.
    private final class Output {
        var bytes: [UInt8] = []
    }

    private let archive: OpaquePointer
    private let output = Output()

    private init(adopting archive: OpaquePointer) {
        unsafe self.archive = archive
    }

    /// A writer of an empty archive. (Not an `init`: a throwing one cannot run `deinit` on what it began.)
    ///
    /// - Throws: `writeFailed`.
    static func open() throws(ArchiveError) -> ZipHandle {
        guard let archive = unsafe archive_write_new() else {
            throw ArchiveError(.writeFailed, "There is not enough memory for an archive.")
        }
        let handle = unsafe ZipHandle(adopting: archive)
        try handle.configure()
        return handle
    }

    private func configure() throws(ArchiveError) {
        try check(unsafe archive_write_set_format_zip(archive), "choose the format")
        try check(unsafe archive_write_zip_set_compression_store(archive), "choose no compression")
        // Together with `archive_entry_set_pathname_utf8`, names are used unchanged, whatever the locale.
        try check(unsafe archive_write_set_options(archive, "zip:hdrcharset=UTF-8"), "choose UTF-8 names")
        // No blocks: output arrives at once, and the end is not padded.
        try check(unsafe archive_write_set_bytes_per_block(archive, 0), "switch off blocking")
        let context = unsafe Unmanaged.passUnretained(output).toOpaque()
        try check(unsafe archive_write_open2(archive, context, nil, Self.receive, nil, nil), "open the archive")
    }

    deinit {
        // Without this, freeing an unfinished archive would write its directory first.
        _ = unsafe archive_write_fail(archive)
        _ = unsafe archive_write_free(archive)
    }

    /// Writes the header of an entry of `size` bytes.
    func begin(name: ZipEntryName, size: Int, modified: Int) throws(ArchiveError) {
        guard let entry = unsafe archive_entry_new2(archive) else {
            throw ArchiveError(.writeFailed, "There is not enough memory for an entry of the archive.")
        }
        defer { unsafe archive_entry_free(entry) }
        unsafe archive_entry_set_pathname_utf8(entry, name.path)
        unsafe archive_entry_set_size(entry, la_int64_t(size))
        unsafe archive_entry_set_filetype(entry, Self.regularFile)
        unsafe archive_entry_set_perm(entry, 0o644)
        unsafe archive_entry_set_mtime(entry, modified, 0)
        try check(unsafe archive_write_header(archive, entry), "write an entry's header")
    }

    /// Writes the part `range` of an entry's `bytes`.
    func write(_ bytes: EncodedBytes, _ range: Range<Int>) throws(ArchiveError) {
        output.bytes.reserveCapacity(output.bytes.count + range.count + Self.headerRoom)
        let written = unsafe bytes.withUnsafeBytes { whole in
            let part = unsafe UnsafeRawBufferPointer(rebasing: whole[range])
            return unsafe archive_write_data(archive, part.baseAddress, part.count)
        }
        guard written == range.count else {
            throw ArchiveError(.writeFailed, "The archive could not be written: an entry's data was not accepted.")
        }
    }

    /// Writes what follows an entry's data.
    func endEntry() throws(ArchiveError) {
        try check(unsafe archive_write_finish_entry(archive), "end an entry")
    }

    /// Writes the directory.
    func finish() throws(ArchiveError) {
        try check(unsafe archive_write_close(archive), "write the directory")
    }

    /// The bytes made since the last call, `nil` when there are none; the caller owns them.
    func takeOutput() -> [UInt8]? {
        guard !output.bytes.isEmpty else { return nil }
        let bytes = output.bytes
        output.bytes = []
        return bytes
    }

    /// `AE_IFREG`, whose macro contains a cast that Swift does not import.
    private static let regularFile: UInt32 = 0o100000

    /// The bytes of an entry's header and descriptor besides its name, generously.
    private static let headerRoom = 256

    /// A warning counts as a failure: it means that a name was changed.
    private func check(_ status: Int32, _ step: String) throws(ArchiveError) {
        guard status == ARCHIVE_OK else {
            throw ArchiveError(.writeFailed, "The archive could not be written: libarchive failed to \(step).")
        }
    }

    private static let receive:
        @convention(c) (OpaquePointer?, UnsafeMutableRawPointer?, UnsafeRawPointer?, Int) -> Int =
            { _, context, bytes, count in
                guard let context = unsafe context, let bytes = unsafe bytes else { return -1 }
                let output = unsafe Unmanaged<Output>.fromOpaque(context).takeUnretainedValue()
                unsafe output.bytes.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
                return count
            }
}
