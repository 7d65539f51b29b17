import Glibc
import Testing

@testable import Storage

@Suite struct DescriptorTests {
    @Test("A call interrupted by a signal is repeated")
    func interrupted() throws {
        var calls = 0
        let result = try Errno.check { () -> CInt in
            calls += 1
            errno = EINTR
            return calls < 3 ? -1 : 5
        }
        #expect(result == 5)
        #expect(calls == 3)
    }

    @Test("A failed call throws its errno")
    func failed() {
        #expect(throws: Errno(number: EIO)) {
            try Errno.check { () -> CInt in
                errno = EIO
                return -1
            }
        }
    }

    @Test("A descriptor is closed when it goes out of scope")
    func closed() throws {
        var ends: [CInt] = [0, 0]
        try Errno.check { pipe(&ends) }
        let reading = Descriptor(adopting: ends[0])
        do { _ = Descriptor(adopting: ends[1]) }
        // A pipe ends when no process can write to it any more.
        var byte: UInt8 = 0
        #expect(try Errno.check { read(reading.number, &byte, 1) } == 0)
    }
}
