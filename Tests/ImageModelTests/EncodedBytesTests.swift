import Synchronization
import Testing

@testable import ImageModel

@Suite struct EncodedBytesTests {
    @Test("A copy holds the bytes, also none", arguments: [[], [7], [UInt8](0...255)])
    func copy(bytes: [UInt8]) {
        let copy = EncodedBytes(bytes)
        #expect(copy.count == bytes.count)
        #expect(copy.withUnsafeBytes { Array($0) } == bytes)
    }

    @Test("Adopted bytes are given back once, when the last holder goes")
    func released() {
        let releases = Counter()
        let memory = UnsafeMutableRawPointer.allocate(byteCount: 4, alignment: 4)
        memory.copyMemory(from: [1, 2, 3, 4] as [UInt8], byteCount: 4)
        var first: EncodedBytes? = EncodedBytes(adopting: UnsafeRawPointer(memory), count: 4) { pointer in
            releases.count.add(1, ordering: .relaxed)
            pointer.deallocate()
        }
        var second = first
        first = nil
        #expect(releases.count.load(ordering: .relaxed) == 0)
        #expect(second?.withUnsafeBytes { Array($0) } == [1, 2, 3, 4])
        second = nil
        #expect(releases.count.load(ordering: .relaxed) == 1)
    }

    private final class Counter: Sendable {
        let count = Atomic(0)
    }
}
