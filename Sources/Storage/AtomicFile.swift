import Glibc
import ImageModel

/// Writes a file so that its name always refers to a complete one: the old or the new.
///
/// The bytes are written to a temporary file, in the same folder or in a staging folder, flushed to disk, and then
/// renamed. The temporary file is removed after any failure; one left by a killed process is recognised by its name,
/// `.stillwater-….tmp`.
struct AtomicFile: ~Copyable {
    /// Permissions before the umask.
    private static let mode: mode_t = 0o644
    /// Bytes between two checks for cancellation.
    private static let chunk = 1 << 20

    /// Where the temporary file is.
    private let place: CInt
    private let temporaryName: String
    private let file: Descriptor
    private var isInPlace = false

    /// Makes an empty temporary file in `place`, an open descriptor that outlives the value.
    ///
    /// - Throws: errno.
    private init(in place: CInt) throws(Errno) {
        self.place = place
        // 64 random bits: the name is never taken in practice, and O_EXCL would turn that into an error.
        temporaryName = "\(StorePath.temporaryPrefix)\(String(UInt64.random(in: 0 ... .max), radix: 36)).tmp"
        file = try Descriptor.open(temporaryName, at: place, flags: O_WRONLY | O_CREAT | O_EXCL, mode: Self.mode)
    }

    deinit {
        if !isInPlace { unlinkat(place, temporaryName, 0) }
    }

    /// Writes `bytes` to `path.name` in `folder`; blocks. Calls `isCancelled` before every MiB and before the rename.
    ///
    /// - Throws: `invalidPath`, `noSpace`, `notPermitted`, `writeFailed`, `cancelled`.
    static func write(
        _ bytes: EncodedBytes, to path: StorePath, in folder: borrowing Descriptor, staging: StagingFolder? = nil,
        isCancelled: () -> Bool
    ) throws(StorageError) {
        do throws(Errno) {
            do throws(Errno) {
                try write(bytes, to: path.name, in: folder.number, staging?.number ?? folder.number, isCancelled)
            } catch {
                // The folder is on a different file system from the staging folder.
                guard error.number == EXDEV, staging != nil else { throw error }
                try write(bytes, to: path.name, in: folder.number, folder.number, isCancelled)
            }
            try synchronize(folder: folder)
        } catch {
            if error.number == ECANCELED { throw StorageError(.cancelled, "writing \(path.text) was cancelled") }
            throw StorageError(errno: error.number, while: "write", path: path.text)
        }
    }

    private static func write(
        _ bytes: EncodedBytes, to name: String, in folder: CInt, _ place: CInt, _ isCancelled: () -> Bool
    ) throws(Errno) {
        var file = try AtomicFile(in: place)
        try file.append(bytes, isCancelled: isCancelled)
        try file.file.synchronize()
        try check(isCancelled)
        try file.take(name, in: folder)
    }

    private func append(_ bytes: EncodedBytes, isCancelled: () -> Bool) throws(Errno) {
        try bytes.withUnsafeBytes { (buffer) throws(Errno) in
            var offset = 0
            while offset < buffer.count {
                try Self.check(isCancelled)
                let part = UnsafeRawBufferPointer(rebasing: buffer[offset..<min(offset + Self.chunk, buffer.count)])
                offset += try Errno.check { Glibc.write(file.number, part.baseAddress, part.count) }
            }
        }
    }

    private mutating func take(_ name: String, in folder: CInt) throws(Errno) {
        try Errno.check { renameat(place, temporaryName, folder, name) }
        isInPlace = true
    }

    private static func check(_ isCancelled: () -> Bool) throws(Errno) {
        guard !isCancelled() else { throw Errno(number: ECANCELED) }
    }

    /// Some file systems cannot synchronise a folder and report EINVAL; nothing more can be done there.
    private static func synchronize(folder: borrowing Descriptor) throws(Errno) {
        do throws(Errno) { try folder.synchronize() } catch {
            guard error.number == EINVAL else { throw error }
        }
    }
}
