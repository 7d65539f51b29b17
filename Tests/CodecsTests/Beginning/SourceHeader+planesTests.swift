import Foundation
import ImageModel
import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct SourceHeaderPlanesTests {
    @Test("Our own readers tell what libvips tells, wherever they tell anything", arguments: ["jpeg", "png"])
    func equality(folder: String) throws {
        let paths = try [RepositoryFiles.fixtures, RepositoryFiles.corpus].compactMap(\.self).flatMap { root in
            try FileManager.default.subpathsOfDirectory(atPath: root).map { root + "/" + $0 }
        }
        var told = 0
        for path in paths where path.hasSuffix(folder == "png" ? ".png" : ".jpg") {
            let bytes = Array(try Data(contentsOf: URL(filePath: path)))
            guard let format = ImageFormat(signatureOf: bytes), format == (folder == "png" ? .png : .jpeg),
                let own = format == .png ? SourceHeader(png: bytes) : SourceHeader(jpeg: bytes)
            else { continue }
            told += 1
            #expect(try own == ImageDecoder.libraryHeader(of: bytes, format: format), "\(path)")
        }
        #expect(told >= 5)
    }

    @Test(
        "Kinds that are not read in planes are left to the library",
        arguments: ["jpeg/cmyk-icc.jpg", "png/16bit.png", "bad/html.png"])
    func left(path: String) throws {
        let bytes = try RepositoryFiles.fixture(path)
        #expect(SourceHeader(jpeg: bytes) == nil && SourceHeader(png: bytes) == nil)
    }

    @Test("A profile in two parts is one, in whatever order they come", arguments: [false, true])
    func parts(areTurned: Bool) throws {
        let bytes = try RepositoryFiles.fixture("jpeg/wide-gamut-icc.jpg")
        let segment = try #require(JPEGSegments(of: bytes).first { $0.begins(with: JPEGSegments.profileName) })
        let profile = Array(bytes[segment.body].dropFirst(JPEGSegments.profileName.count + 2))
        let halves = [profile[..<200], profile[200...]]
        var parts = halves.enumerated().map { index, half in
            let body = JPEGSegments.profileName + [UInt8(index + 1), 2] + half
            return [0xFF, 0xE2, UInt8((body.count + 2) >> 8), UInt8((body.count + 2) & 255)] + body
        }
        if areTurned { parts.reverse() }
        let changed =
            Array(bytes[..<(segment.body.lowerBound - 4)]) + parts.joined() + bytes[segment.body.upperBound...]
        #expect(try SourceHeader(jpeg: changed) == ImageDecoder.libraryHeader(of: bytes, format: .jpeg))
    }

    @Test("a progressive picture of means alone is left to libjpeg, which smooths it")
    func means() throws {
        let picture = PixelBuffer(width: 64, height: 48, bands: 3) { x, y in [UInt8(x * 4), UInt8(y * 5), 90] }
        var options = EncodeOptions(format: .jpeg, quality: 90)
        options.output.jpeg.progressive = true
        let whole = try picture.image().encoded(as: options).withUnsafeBytes { Array($0) }
        let segments = Array(JPEGSegments(of: whole))
        let first = try #require(segments.firstIndex { $0.marker == JPEGSegments.startOfScan })
        // Marker and length stand before a segment's body.
        let means = Array(whole[..<(segments[first + 1].body.lowerBound - 4)]) + [0xFF, 0xD9]
        #expect(JPEGSegments.haveMeansAlone(means) && !JPEGSegments.haveMeansAlone(whole))
        #expect(SourceHeader(jpeg: means) == nil && SourceHeader(jpeg: whole)?.planes != nil)
        #expect(try ImageDecoder.header(of: means).planes == nil)
        // A cut file is another matter.
        #expect(!JPEGSegments.haveMeansAlone(Array(means.dropLast(2))))
    }

    @Test("Every beginning of a file is survived", arguments: ["jpeg/orientation-6.jpg", "png/palette.png"])
    func beginnings(path: String) throws {
        let bytes = try RepositoryFiles.fixture(path)
        for count in 0..<min(bytes.count, 2000) {
            _ = SourceHeader(jpeg: Array(bytes[..<count]))
            _ = SourceHeader(png: Array(bytes[..<count]))
        }
    }
}
