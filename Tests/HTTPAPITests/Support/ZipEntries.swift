import CArchive
import Testing

/// One file of an archive.
struct ZipEntry: Sendable {
    let name: String
    let bytes: [UInt8]

    /// What libarchive's own reader finds, which checks each checksum; names in ASCII.
    static func entries(of zip: [UInt8]) throws -> [ZipEntry] {
        let archive = try #require(archive_read_new())
        defer { archive_read_free(archive) }
        archive_read_support_format_zip_seekable(archive)
        return try zip.withUnsafeBytes { source in
            try #require(archive_read_open_memory(archive, source.baseAddress, source.count) == ARCHIVE_OK)
            var entries: [ZipEntry] = []
            var header: OpaquePointer?
            while archive_read_next_header(archive, &header) == ARCHIVE_OK {
                let name = try #require(archive_entry_pathname(header))
                var bytes = [UInt8](repeating: 0, count: Int(archive_entry_size(header)) + 1)
                let count = bytes.withUnsafeMutableBytes { archive_read_data(archive, $0.baseAddress, $0.count) }
                try #require(count == bytes.count - 1)
                entries.append(ZipEntry(name: String(cString: name), bytes: Array(bytes.prefix(count))))
            }
            return entries
        }
    }
}
