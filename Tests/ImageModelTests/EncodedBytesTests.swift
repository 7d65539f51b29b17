import Synchronization
import Testing

@testable import ImageModel

@Suite struct EncodedBytesTests {
    @Test("A copy contains the bytes, even if there are none", arguments: [[], [7], [UInt8](0...255)])
    func copy(bytes: [UInt8]) {
        let copy = EncodedBytes(copying: bytes)
        #expect(copy.count == bytes.count)
        #expect(copy.withUnsafeBytes { Array($0) } == bytes)
    }

    @Test("An array's bytes are lent as they are, also none", arguments: [[], [7], [UInt8](0...255)])
    func shared(bytes: [UInt8]) {
        let shared = EncodedBytes(sharing: bytes)
        #expect(shared.count == bytes.count)
        #expect(shared.withUnsafeBytes { Array($0) } == bytes)
        let (lent, own) = (shared.withUnsafeBytes { $0.baseAddress }, bytes.withUnsafeBytes { $0.baseAddress })
        #expect(bytes.isEmpty || lent == own)
    }

    @Test("Adopted bytes are released once, with the last reference")
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

    @Test("Lent bytes keep the owner that they came with")
    func lent() {
        final class Owner: Sendable {}
        struct Watch {
            weak var owner: Owner?
        }
        var owner: Owner? = Owner()
        let watch = Watch(owner: owner)
        var lent: EncodedBytes? = owner.map { EncodedBytes(EncodedBytes(sharing: [1, 2]), keeping: $0) }
        owner = nil
        #expect(lent?.withUnsafeBytes { Array($0) } == [1, 2])
        #expect(watch.owner != nil)
        lent = nil
        #expect(watch.owner == nil)
    }

    private final class Counter: Sendable {
        let count = Atomic(0)
    }
}
