import ImageModel
import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct ConcurrentResizeTests {
    /// liborc, unguarded, ends the process in most runs of such a loop.
    @Test("Pictures can be resized on several threads at once")
    func threads() async throws {
        let sizes = try await withThrowingTaskGroup(of: [PixelSize].self) { group in
            for thread in 1...4 {
                group.addTask { try resizes(seed: thread) }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(sizes.count == 400)
        #expect(sizes.allSatisfy { $0.width < 64 && $0.height < 128 })
    }
}

/// A hundred small pictures, each of another scale: each makes the library compile anew.
private func resizes(seed: Int) throws -> [PixelSize] {
    try (0..<100).map { round in
        let size = PixelSize(width: 64, height: 64 + (round * 7 + seed) % 64)
        let image = try Image(pixels: [UInt8](repeating: 9, count: size.pixels * 3), size: size, bands: 3)
        let target = PixelSize(width: 13 + (round + seed) % 40, height: 11 + round % 50)
        return try image.resized(to: target).copiedToMemory().size
    }
}
