import ImageModel
import TestSupport
import Testing

@testable import Codecs

@Suite struct GIFFramesTests {
    private static let canvas = PixelSize(width: 4, height: 2)

    /// A file whose frames are (left, top, width, height, disposal); pixels are not looked at.
    private static func file(_ frames: [[Int]]) -> [UInt8] {
        let head = Array("GIF89a".utf8) + [4, 0, 2, 0, 0, 0, 0]
        let parts = frames.map { frame -> [UInt8] in
            let numbers: [UInt8] = frame.prefix(4).flatMap { [UInt8($0), 0] }
            let control: [UInt8] = [0x21, 0xF9, 4, UInt8(frame[4] << 2), 0, 0, 0, 0, 0x2C]
            return control + numbers + [0, 2, 1, 0, 0]
        }
        return head + parts.flatMap(\.self) + [0x3B]
    }

    private static func coverage(_ frames: [[Int]], _ range: Range<Int>? = nil) -> [String] {
        GIFFrames(of: file(frames)).coverage(range ?? frames.indices, canvas: canvas).map { canvas in
            canvas.map { $0 == 255 ? "#" : $0 == 0 ? "." : "?" }.joined()
        }
    }

    @Test("what frames leave alone shows through, from one to the next")
    func kept() {
        #expect(Self.coverage([[0, 0, 2, 2, 0], [1, 0, 3, 1, 1]]) == ["##..##..", "######.."])
        #expect(Self.coverage([[0, 0, 2, 2, 0], [1, 0, 3, 1, 1]], 1..<2) == ["######.."])
    }

    @Test("what is cleared shows through, and what is restored is as it was")
    func disposed() {
        #expect(Self.coverage([[0, 0, 4, 2, 2], [0, 0, 1, 1, 0]]) == ["########", "#......."])
        #expect(
            Self.coverage([[0, 0, 2, 2, 0], [2, 0, 2, 2, 3], [0, 0, 1, 1, 0]]) == ["##..##..", "########", "##..##.."])
        #expect(Self.coverage([[0, 0, 2, 2, 3], [3, 1, 1, 1, 0]]) == ["##..##..", ".......#"])
    }

    @Test("frames that lie beside the canvas cover nothing of it")
    func beside() { #expect(Self.coverage([[9, 9, 4, 4, 0], [3, 1, 200, 200, 0]]) == ["........", ".......#"]) }

    @Test(
        "pictures that show nothing through are told",
        arguments: [
            ([[0, 0, 4, 2, 0]], false), ([[0, 0, 4, 2, 2], [0, 0, 4, 2, 2]], false), ([[0, 0, 4, 1, 0]], true),
            ([[0, 0, 4, 2, 0], [1, 0, 1, 1, 2], [1, 0, 2, 2, 0]], false), ([[0, 0, 4, 2, 2], [0, 0, 1, 1, 0]], true),
            ([[0, 0, 4, 2, 3], [0, 0, 1, 1, 0]], true),
            ([[0, 0, 4, 2, 0], [0, 0, 1, 1, 3], [1, 1, 1, 1, 0]], false),
        ])
    func showsThrough(frames: [[Int]], isSeenThrough: Bool) {
        let file = Self.file(frames)
        #expect(GIFFrames(of: file).showsThrough(canvas: Self.canvas) == isSeenThrough)
        #expect(Self.coverage(frames).contains { $0.contains(".") } == isSeenThrough)
    }

    @Test("a cut file has the frames that are there")
    func cut() {
        let file = Self.file([[0, 0, 4, 2, 0], [0, 0, 1, 1, 0]])
        for count in file.indices { #expect(GIFFrames(of: Array(file.prefix(count))).frames.count <= 2) }
    }
}
