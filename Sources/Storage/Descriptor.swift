import Glibc

/// An open file or folder, closed when it goes out of scope.
struct Descriptor: ~Copyable {
    let number: CInt

    /// Takes over `number`, an open descriptor.
    init(adopting number: CInt) { self.number = number }

    deinit { Glibc.close(number) }

    /// Hands the descriptor over to the caller, who closes it.
    consuming func release() -> CInt {
        let number = number
        discard self
        return number
    }

    /// Opens `path`, relative to the folder `base`, with `O_CLOEXEC`.
    ///
    /// - Throws: errno.
    static func open(
        _ path: String, at base: CInt = AT_FDCWD, flags: CInt, mode: mode_t = 0
    ) throws(Errno) -> Descriptor {
        let number = try Errno.check { openat(base, path, flags | O_CLOEXEC, mode) }
        return Descriptor(adopting: number)
    }

    /// The device and inode number, which identify the file.
    ///
    /// - Throws: errno.
    func identity() throws(Errno) -> FileIdentity {
        var status = stat()
        try Errno.check { fstat(number, &status) }
        return FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    }

    /// Waits until the content is on disk.
    ///
    /// - Throws: errno.
    func synchronize() throws(Errno) {
        try Errno.check { fsync(number) }
    }
}

/// Identifies a file for as long as it exists.
struct FileIdentity: Equatable {
    let device: UInt64
    let inode: UInt64
}

/// The error number of a failed system call.
struct Errno: Error, Equatable {
    let number: CInt

    /// The result of `call`, repeated while a signal interrupts it.
    ///
    /// - Throws: errno when it is negative.
    @discardableResult
    static func check<Result: SignedInteger>(_ call: () -> Result) throws(Errno) -> Result {
        while true {
            let result = call()
            if result >= 0 { return result }
            let number = errno
            guard number == EINTR else { throw Errno(number: number) }
        }
    }
}
