import ImageModel
import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct DeflateLengthTests {
    private static func bytes(_ stream: [UInt8]) -> Int {
        DeflateLength.bytes(of: stream[...], WalkSteps(over: stream.count))
    }

    /// The compressed pixels of a PNG file, and how many bytes they are.
    private static func pixels(_ picture: PixelBuffer) throws -> (stream: [UInt8], bytes: Int) {
        let size = PixelSize(width: picture.width, height: picture.height)
        var writer = try PNGWriter.open(size: size, channels: picture.bands)
        let rowBytes = picture.width * picture.bands
        for start in stride(from: 0, to: picture.bytes.count, by: rowBytes) {
            try Array(picture.bytes[start..<(start + rowBytes)]).withUnsafeBufferPointer {
                (row) throws(CodecError) in try writer.add(row: row)
            }
        }
        let file = try writer.finish().withUnsafeBytes { [UInt8]($0) }
        let samples = try #require([0: 1, 2: 3, 3: 1, 4: 2, 6: 4][Int(file[25])])
        let reader = NumberReader(bytes: file, isBigEndian: true)
        var (stream, offset) = ([UInt8](), 8)
        while let length = reader.number(at: offset, size: 4) {
            if reader.name(at: offset + 4) == "IDAT" { stream += file[(offset + 8)..<(offset + 8 + length)] }
            offset += 12 + length
        }
        let row = (picture.width * samples * Int(file[24]) + 7) / 8
        return (stream, (row + 1) * picture.height)
    }

    @Test("what deflaters write has the length that it expands to", arguments: [(1, 1), (7, 3), (80, 60), (200, 100)])
    func real(width: Int, height: Int) throws {
        for bands in 1...4 {
            for picture in [
                PixelBuffer.noise(width: width, height: height, bands: bands, seed: 1),
                .slopes(width: width, height: height, bands: bands),
                .flat([UInt8](repeating: 7, count: bands), width: width, height: height),
            ] {
                let (stream, bytes) = try Self.pixels(picture)
                #expect(Self.bytes(stream) == bytes)
            }
        }
    }

    @Test("a bomb is counted and not expanded", arguments: [0, 1, 5, 60_000])
    func bomb(runs: Int) { #expect(Self.bytes(DeflateWriter.zeros(runs: runs)) == 1 + 258 * runs) }

    @Test("blocks that hold nothing count nothing, and cost what their bytes pay for")
    func empty() {
        let stream = DeflateWriter.emptyBlocks(1000)
        let steps = WalkSteps(over: stream.count)
        #expect(DeflateLength.bytes(of: stream[...], steps) == 0)
        #expect(steps.count > 300_000 && !steps.isEnded)
    }

    @Test("of a stream that is cut short, what is there counts")
    func cut() throws {
        let (stream, bytes) = try Self.pixels(.slopes(width: 30, height: 20, bands: 3))
        var last = 0
        for count in stream.indices {
            let told = Self.bytes(Array(stream[..<count]))
            #expect(told >= last && told <= bytes)
            last = told
        }
    }

    @Test("any damage is read to an end", arguments: 0..<40)
    func damaged(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let (whole, _) = try Self.pixels(.slopes(width: 60, height: 50, bands: 4))
        for _ in 0..<20 {
            var stream = whole
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                stream[Int.random(in: stream.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            let steps = WalkSteps(over: stream.count)
            #expect(DeflateLength.bytes(of: stream[...], steps) >= 0)
            #expect(!steps.isEnded)
        }
    }
}
