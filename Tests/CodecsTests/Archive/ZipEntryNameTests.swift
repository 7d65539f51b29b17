import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct ZipEntryNameTests {
    @Test(arguments: ["a", "a/b.jpg", "größe/日本 🙂.png", "..a", "a..", ".hidden", String(repeating: "x", count: 4096)])
    func relativePathsAreTaken(path: String) throws {
        #expect(try ZipEntryName(path).path == path)
    }

    @Test(arguments: [
        "", "/", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/./b", "a\\b", "C:a", "a\nb", "a\u{0}", "a\u{7F}",
        String(repeating: "x", count: 4097),
    ])
    func pathsThatAnExtractorCouldMisreadAreRefused(path: String) {
        #expect(throws: ArchiveError.self) { try ZipEntryName(path) }
    }
}
