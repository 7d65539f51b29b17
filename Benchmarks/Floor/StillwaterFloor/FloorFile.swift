import Glibc
import ImageModel

/// Whole files, with the calls that keep least beside the bytes.
enum FloorFile {
    /// The file's bytes, in an array of exactly that size.
    static func read(_ path: String) throws(FloorError) -> [UInt8] {
        let file = open(path, O_RDONLY)
        guard file >= 0 else { throw FloorError("can't open \(path)") }
        defer { close(file) }
        let size = Int(lseek(file, 0, SEEK_END))
        let bytes = [UInt8](unsafeUninitializedCapacity: max(size, 0)) { buffer, count in
            while count < size {
                let got = pread(file, buffer.baseAddress?.advanced(by: count), size - count, count)
                guard got > 0 else { return }
                count += got
            }
        }
        guard bytes.count == size else { throw FloorError("can't read \(path)") }
        return bytes
    }

    static func write(_ bytes: EncodedBytes, to path: String) throws(FloorError) {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        guard file >= 0 else { throw FloorError("can't write \(path)") }
        defer { close(file) }
        let written = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
        guard written == bytes.count else { throw FloorError("can't write \(path)") }
    }
}

/// CPU time that this process has used, user and system, all threads, in nanoseconds.
func cpuNanoseconds() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}
