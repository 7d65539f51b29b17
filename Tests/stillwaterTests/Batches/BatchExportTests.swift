import ImageModel
import Jobs
import Testing

@testable import stillwater

@Suite struct BatchExportTests {
    private func item(_ source: String, _ state: ItemState, renditions: Int = 0) -> BatchItem {
        let stored = (0..<renditions).map {
            StoredFile(
                path: "out/\($0), \"x\".jpg",
                facts: FileFacts(size: PixelSize(width: 3, height: 2), format: .jpeg, byteCount: 5))
        }
        return BatchItem(
            id: ItemID(1), batch: BatchID(), source: source, line: 7, state: state, attempts: 2,
            cause: ItemCause(code: "source.notFound", message: "no"),
            facts: renditions > 0 ? ItemFacts(sourceBytes: 1, renditions: stored) : nil)
    }

    @Test("each rendition has a line, quoted where necessary")
    func renditions() {
        #expect(
            BatchExport.lines(item("https://a/b,c", .done, renditions: 2)) == """
                "https://a/b,c",7,done,2,,"out/0, ""x"".jpg",3,2,5,jpeg,
                "https://a/b,c",7,done,2,,"out/1, ""x"".jpg",3,2,5,jpeg,

                """)
    }

    @Test("a rendition of a damaged source says so")
    func damaged() {
        var item = item("a", .done, renditions: 2)
        item.facts?.renditions[1].facts.isDamaged = true
        let lines = BatchExport.lines(item).split(separator: "\n")
        #expect(lines.map { $0.hasSuffix(",jpeg,true") } == [false, true])
        #expect(BatchText.line(item).hasSuffix(" (the source is damaged)\n"))
    }

    @Test("an item without renditions has one line, with its cause if it has failed")
    func none() {
        #expect(BatchExport.lines(item("a", .failed)) == "a,7,failed,2,source.notFound,,,,,,\n")
        #expect(BatchExport.lines(item("a", .waiting)) == "a,7,waiting,2,,,,,,,\n")
        #expect(BatchExport.header.split(separator: ",").count == 11)
    }
}
