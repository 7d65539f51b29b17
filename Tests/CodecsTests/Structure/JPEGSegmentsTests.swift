import ImageModel
import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct JPEGSegmentsTests {
    private static let comment = FileBytes.segment(0xFE, [1, 2, 3])
    private static let scan = FileBytes.segment(0xDA, [1, 1, 0, 0, 63, 0])

    private static func markers(_ bytes: [UInt8]) -> [UInt8] {
        JPEGSegments(of: [0xFF, 0xD8] + bytes).map(\.marker)
    }

    @Test(
        "what decoders pass over between segments is passed over",
        arguments: [
            [0], [1, 2, 3], [0xFF], [0xFF, 0xFF, 0xFF], [0xFF, 0], [0xFF, 0xD3], [0xFF, 1], [0, 0xFF, 0, 0xFF],
        ] as [[UInt8]])
    func between(stray: [UInt8]) {
        #expect(Self.markers(stray + Self.comment + stray + Self.comment) == [0xFE, 0xFE])
    }

    @Test(
        "coded bytes end where the next marker is",
        arguments: [[], [1, 2], [0xFF, 0, 0xFF, 0xD5, 9], [0xFF, 0xFF, 0]] as [[UInt8]])
    func coded(bytes: [UInt8]) { #expect(Self.markers(Self.scan + bytes + Self.comment) == [0xDA, 0xFE]) }

    @Test("among coded bytes, a marker of no meaning hides nothing behind a length of its own")
    func reserved() {
        let hidden = Self.scan + [1, 0xFF, 0x05, 0x7F, 0x70] + Self.scan + [1] + Self.scan
        #expect(Self.markers(hidden) == [0xDA, 0xDA, 0xDA])
    }

    @Test("the end of the image ends them")
    func end() {
        var segments = JPEGSegments(of: [0xFF, 0xD8] + Self.comment + [0xFF, 0xD9] + Self.comment)
        #expect(segments.next()?.marker == 0xFE)
        #expect(segments.next() == nil && segments.next() == nil)
    }

    @Test("a segment that is cut short has what is there")
    func cut() {
        for count in 0..<Self.comment.count {
            let segments = Array(JPEGSegments(of: [0xFF, 0xD8] + Self.comment[..<count]))
            #expect(segments.map(\.body.count) == (count < 4 ? [] : [count - 4]))
        }
    }

    @Test(
        "orientation and profile are found behind stray bytes, wherever they stand",
        arguments: ["jpeg/orientation-6.jpg", "jpeg/wide-gamut-icc.jpg", "jpeg/progressive.jpg"],
        [[0], [1, 2, 3], [0xFF, 0xFF], [0xFF, 0]] as [[UInt8]])
    func header(path: String, stray: [UInt8]) throws {
        let bytes = try RepositoryFiles.fixture(path)
        let whole = try #require(SourceHeader(jpeg: bytes))
        let segments = JPEGSegments(of: bytes).prefix { $0.marker != JPEGSegments.startOfScan }
        // Before the first one the file would be no JPEG by its leading bytes.
        for place in segments.dropFirst().map({ $0.body.lowerBound - 4 }) {
            let changed = Array(bytes[..<place] + stray + bytes[place...])
            #expect(SourceHeader(jpeg: changed) == whole, "at \(place)")
            #expect(try ImageDecoder.libraryHeader(of: changed, format: .jpeg) == whole, "at \(place)")
            #expect(SourceStructure(of: changed) == SourceStructure(of: bytes), "at \(place)")
        }
    }

    @Test("of several blocks of EXIF the first one counts, as with libvips")
    func firstEXIF() throws {
        let bytes = try RepositoryFiles.fixture("jpeg/baseline.jpg")
        let blocks = [6, 3].map { orientation in
            let order = FileBytes(isBigEndian: false)
            let entry = order.number(0x0112, 2) + order.number(3, 2) + order.number(1, 4) + order.number(orientation, 4)
            return FileBytes.segment(
                0xE1, ExifReader.marker + order.tiffHead() + order.number(1, 2) + entry + order.number(0, 4))
        }
        let changed = Array(bytes[..<2] + blocks.joined() + bytes[2...])
        let header = try #require(SourceHeader(jpeg: changed))
        #expect(header.orientation == Orientation(exif: 6))
        #expect(try ImageDecoder.libraryHeader(of: changed, format: .jpeg) == header)
    }
}
