import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct ExifFieldsTests {
    /// A block of one directory with a second one behind it, little-endian.
    private static let block: [UInt8] = {
        let header: [UInt8] = Array("Exif\0\0".utf8) + [0x49, 0x49, 42, 0, 8, 0, 0, 0]
        let make: [UInt8] = [0x0F, 0x01, 2, 0, 4, 0, 0, 0] + Array("Abc\0".utf8)
        let pointer: [UInt8] = [0x69, 0x87, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0]
        let first: [UInt8] = [2, 0] + make + pointer + [0, 0, 0, 0]
        let exposure: [UInt8] = [0x9A, 0x82, 5, 0, 1, 0, 0, 0, 68, 0, 0, 0]
        let speed: [UInt8] = [0x27, 0x88, 3, 0, 1, 0, 0, 0, 200, 0, 0, 0]
        let second: [UInt8] = [2, 0] + exposure + speed + [0, 0, 0, 0]
        return header + first + second + [1, 0, 0, 0, 250, 0, 0, 0]
    }()

    @Test("texts, numbers and fractions of both directories are read")
    func values() {
        #expect(
            ExifFields(block: Self.block).values
                == ["Make": "Abc", "ExposureTime": "1/250", "ISOSpeedRatings": "200"])
    }

    @Test("a damaged block has what can be read, and nothing breaks", arguments: [0, 5, 8, 20, 40, 60, 72])
    func damaged(count: Int) {
        let values = ExifFields(block: Array(Self.block.prefix(count))).values
        #expect(values.count <= 2)
    }
}
