import TestSupport
import Testing

@testable import Isolation

@Suite(.computing) struct KeptSourcesTests {
    @Test("the oldest sources are dropped if a new one would exceed the limit")
    func eldest() {
        var kept = KeptSources()
        #expect(kept.add(1, byteCount: 3 << 20).isEmpty)
        #expect(kept.add(2, byteCount: 4 << 20).isEmpty)
        #expect(kept.add(3, byteCount: 4 << 20) == [1])
        #expect(!kept.contains(1) && kept.contains(2) && kept.contains(3))
    }

    @Test("a source that was taken leaves room for others")
    func removed() {
        var kept = KeptSources()
        _ = kept.add(1, byteCount: 4 << 20)
        kept.remove(1)
        #expect(kept.add(2, byteCount: 4 << 20).isEmpty)
        #expect(kept.add(3, byteCount: 4 << 20).isEmpty)
    }

    @Test("only sources that are cheap to send again are not kept")
    func large() {
        #expect(KeptSources.keeps(byteCount: 4 << 20))
        #expect(!KeptSources.keeps(byteCount: 4 << 20 + 1))
    }
}
