import Testing

@testable import ImageService

@Suite struct MemorySharesTests {
    @Test("the parts add up to what is held, whatever is complete")
    func addsUp() {
        var admission = Admission(Admission.Limits(total: 6000, slots: 2))
        let kinds: [(Admission.Kind, bytes: Int, content: Int?)] = [
            (.source, 100, nil), (.source, 200, 150), (.growingSource, 300, 300), (.growingSource, 40, nil),
            (.work, 500, nil), (.render, 600, nil), (.render, 70, 70),
        ]
        for (kind, bytes, content) in kinds {
            let id = admission.open(kind, .live)
            admission.set(id, to: bytes)
            if let content { admission.complete(id, contentBytes: content) }
        }
        let shares = admission.shares
        #expect(shares.arrivingBytes == 140)
        #expect(shares.sourceBytes == 500)
        #expect(shares.sourceContentBytes == 450)
        #expect(shares.workBytes == 1100)
        #expect(shares.resultBytes == 70)
        let sum = shares.arrivingBytes + shares.sourceBytes + shares.workBytes + shares.resultBytes
        #expect(sum == admission.heldBytes)
    }
}
