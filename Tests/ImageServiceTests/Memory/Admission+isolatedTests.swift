import TestSupport
import Testing

@testable import ImageService

/// Renders in workers beside those on render threads.
@Suite(.computing) struct AdmissionIsolatedTests {
    /// An admission of 90 bytes, of which work may have 60, with `slots` render slots.
    private static func admission(slots: Int = 100) -> Admission { Admission(.init(total: 90, slots: slots)) }

    /// One that asks for `bytes`.
    private static func ask(_ kind: Admission.Kind, _ bytes: Int, _ admission: inout Admission) -> Admission.ID {
        let id = admission.open(kind, .live)
        _ = admission.ask(id, for: bytes)
        return id
    }

    @Test("it uses no render slot")
    func slots() {
        var admission = Self.admission(slots: 1)
        let isolated = (0..<3).map { _ in Self.ask(.isolated, 5, &admission) }
        let render = Self.ask(.render, 5, &admission)
        #expect(Set(admission.nextGrants()) == Set(isolated + [render]))
        #expect(admission.usedSlots == 1)
        #expect(admission.renderingCount == 4)
    }

    @Test("work that needs no worker passes it where there is not room for both, a bounded number of times")
    func passed() {
        var admission = Self.admission()
        let running = Self.ask(.isolated, 60, &admission)
        let first = Self.ask(.isolated, 60, &admission)
        #expect(admission.nextGrants() == [running])
        var passes = 0
        while passes < 1000 {
            let render = Self.ask(.render, 5, &admission)
            guard admission.nextGrants() == [render] else { break }
            admission.close(render)
            passes += 1
        }
        #expect((1..<100).contains(passes))
        admission.close(running)
        #expect(admission.nextGrants().contains(first))
    }

    @Test("it passes nobody who only waits for bytes, and those who wait for a render slot")
    func passes() {
        var admission = Self.admission(slots: 1)
        let running = Self.ask(.render, 50, &admission)
        #expect(admission.nextGrants() == [running])
        let waitsForSlot = Self.ask(.render, 10, &admission)
        let isolated = Self.ask(.isolated, 10, &admission)
        #expect(admission.nextGrants() == [isolated])
        admission.close(waitsForSlot)
        let waitsForBytes = Self.ask(.work, 60, &admission)
        let second = Self.ask(.isolated, 10, &admission)
        #expect(admission.nextGrants().isEmpty)
        admission.close(running)
        #expect(admission.nextGrants() == [waitsForBytes, second])
    }
}
