import ImageModel
import TestSupport
import Testing

@testable import Codecs

@Suite struct CutFileTests {
    @Test("An animation that ends within a block is cut, one that ends behind it is not")
    func animations() throws {
        let file = try RepositoryFiles.fixture("gif/animated.gif")
        #expect(!CutFile.isCut(file, .gif, pages: 0..<4))
        // Without the trailer, and without the empty block before it.
        for missing in 1...2 { #expect(!CutFile.isCut(file.dropLast(missing), .gif, pages: 0..<4)) }
        for missing in [3, 4, 10, file.count / 2, file.count - 14, file.count - 3] {
            #expect(CutFile.isCut(file.dropLast(missing), .gif, pages: 0..<4), "\(missing) bytes")
            #expect(!CutFile.isCut(file.dropLast(missing), .gif, pages: 0..<1))
        }
    }

    @Test("Every sound file is whole, and no beginning of one is a crash")
    func files() throws {
        for path in ["tiff/lzw.tiff", "gif/animated.gif", "gif/animated-clear.gif"] {
            let file = try RepositoryFiles.fixture(path)
            let format = try ImageDecoder.header(of: file).format
            #expect(!CutFile.isCut(file, format, pages: 0..<2), "\(path)")
            for count in 0..<file.count where count < 200 || count % 37 == 0 {
                _ = CutFile.isCut(Array(file.prefix(count)), format, pages: 0..<2)
            }
        }
    }

    @Test("A table of strips that claims more than the file has is looked at as far as it goes")
    func claims() throws {
        var file = TIFFFile.grey([UInt8](repeating: 1, count: 100), size: .init(width: 10, height: 10), rowsOfStrip: 1)
        // The counts of both lists of strips, the sixth and the ninth entry.
        for entry in [5, 8] {
            for byte in 0..<4 { file[10 + 12 * entry + 4 + byte] = 0xFF }
        }
        _ = CutFile.isCut(file, .tiff, pages: 0..<1_000)
    }
}
