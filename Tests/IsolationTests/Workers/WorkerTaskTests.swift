import ImageModel
import TestSupport
import Testing

@testable import Isolation

@Suite(.computing) struct WorkerTaskTests {
    private let header = WorkerTask(
        job: .header(usesThumbnail: false, damage: .refuse), source: [1, 2, 3], known: WorkerSource(number: 7),
        keepsSource: true)

    private let time = WorkerTime(cpuSeconds: 1, milliseconds: 1000)

    private static func sent(_ request: WorkerRequest) -> (bytes: Int, number: UInt64?)? {
        guard case .sent(let byteCount, let number) = request.source else { return nil }
        return (byteCount, number)
    }

    @Test("a source is sent once: the next job refers to it, and it is then released")
    func sentOnce() {
        var kept = KeptSources()
        let first = header.request(&kept, time)
        #expect(Self.sent(first)?.number == 7)
        #expect(Self.sent(first)?.bytes == 3)
        var next = header
        next.keepsSource = false
        let second = next.request(&kept, time)
        #expect(Self.sent(second) == nil)
        #expect(second.forgets == [7])
        let third = next.request(&kept, time)
        #expect(Self.sent(third)?.bytes == 3)
        #expect(Self.sent(third)?.number == nil)
    }

    @Test("a source that will not be needed again is not kept")
    func notKept() {
        var kept = KeptSources()
        var task = header
        task.known = nil
        #expect(Self.sent(task.request(&kept, time))?.number == nil)
    }

    @Test("memory is bounded whatever plan a header leads to", arguments: [0, 1 << 20, .max / 3, .max])
    func memory(needed: Int) {
        let bytes = WorkerTask.memoryBytes(for: needed, sourceBytes: 1 << 20)
        #expect(bytes >= WorkerTask.marginBytes + 16 << 20)
        #expect(bytes <= .max / 2)
    }
}
