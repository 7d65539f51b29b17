import Glibc
import NIOCore
import Testing

@testable import Storage

@Suite struct StorageErrorErrnoTests {
    @Test(
        "Each errno becomes a code",
        arguments: [
            (ENOSPC, StorageError.Code.noSpace), (EDQUOT, .noSpace), (EACCES, .notPermitted), (EPERM, .notPermitted),
            (EROFS, .notPermitted), (ENAMETOOLONG, .invalidPath), (ENOTDIR, .invalidPath), (EISDIR, .invalidPath),
            (ELOOP, .invalidPath), (EIO, .writeFailed), (EFBIG, .writeFailed), (EMFILE, .writeFailed),
        ])
    func codes(errno: CInt, code: StorageError.Code) {
        let error = StorageError(errno: errno, while: "write", path: "a/b")
        #expect(error.code == code)
        #expect(error.message.hasPrefix("cannot write a/b: "))
        #expect((error.cause as? IOError)?.errnoCode == errno)
    }
}
