import TestSupport
import Testing

@testable import Profiling

@Suite(.computing)
struct HeapDumpTests {
    private static let text = """
        heap_v2/524288
          t*: 12: 524288 [20: 900000]
          t0: 12: 524288 [20: 900000]
        @ 0x1001 0x2001 0x3001
          t*: 8: 524288 [16: 1048576]
          t0: 8: 524288 [16: 1048576]
        @ 0x2001 0x4001 0x5717000000000000
          t*: 0: 0 [1: 1048576]
        MAPPED_LIBRARIES:
        00400000-00500000 r-xp 00000000 00:00 0 /bin/x
        """

    @Test("Samples are scaled to what they represent")
    func unsamples() throws {
        let profile = try HeapDump.parse(Array(Self.text.utf8), allocator: [])
        #expect(profile.period == 524_288)
        // 8 samples of 65536 bytes: 8 / (1 - exp(-1/8)) = 68.08 objects.
        let first = profile.stacks[RawProfile.Stack(addresses: [0x1000, 0x2000, 0x3000])]
        #expect(first == [136, 8_923_816, 68, 4_461_908])
        // One of 1 MiB: 1 / (1 - exp(-2)) = 1.157.
        let second = profile.stacks[RawProfile.Stack(addresses: [0x2000, 0x4000])]
        #expect(second == [1, 1_212_697, 0, 0])
    }

    @Test("The allocator's own frames are dropped, unless the stack has no others")
    func dropsAllocator() throws {
        let own = ProcessMap.Range(start: 0x1000, end: 0x2000, offset: 0, path: "/lib/libjemalloc.so.2")
        let all = ProcessMap.Range(start: 0, end: 0x9000, offset: 0, path: "/lib/libjemalloc.so.2")
        let profile = try HeapDump.parse(Array(Self.text.utf8), allocator: [own])
        #expect(profile.stacks[RawProfile.Stack(addresses: [0x2000, 0x3000])] != nil)
        let rest = try HeapDump.parse(Array(Self.text.utf8), allocator: [all])
        #expect(rest.stacks[RawProfile.Stack(addresses: [0x3000])] != nil)
    }

    @Test("Another format is refused", arguments: ["", "heap profile: 1", "heap_v2/", "heap_v2/0"])
    func refuses(_ text: String) {
        #expect { try HeapDump.parse(Array(text.utf8), allocator: []) } throws: { error in
            (error as? ProfilingError)?.code == .malformed
        }
    }
}
