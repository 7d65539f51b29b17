import ImageModel
import TestSupport
import Testing

@testable import Codecs

/// Where a JPEG file ends, and whether its picture is whole then.
@Suite(.computing) struct PlanarJPEGReaderEndTests {
    private static let fixtures = ["baseline", "progressive", "grey", "orientation-6", "wide-gamut-icc"]

    private static func samples(of bytes: [UInt8], eighths: Int = 8) throws -> [[UInt8]] {
        try PlanarJPEGReaderTests.planes(of: bytes, eighths: eighths).map(PlanarJPEGReaderTests.samples)
    }

    private static func isRefused(_ bytes: [UInt8], eighths: Int = 8) -> Bool {
        code { _ = try samples(of: bytes, eighths: eighths) } == .undecodable
    }

    /// What stands where the end marker should: nothing, half of it, or what a disk or a transfer left there.
    private static let endings: [[UInt8]] = [[], [0xFF], [0xFF, 0xFF, 0xFF], [0, 0], [0]]

    @Test("A file that only lacks its end marker is whole, at every scale", arguments: fixtures, [8, 3, 1])
    func withoutEnd(name: String, eighths: Int) throws {
        let bytes = try RepositoryFiles.fixture("jpeg/\(name).jpg")
        #expect(Array(bytes.suffix(2)) == JPEGParts.end)
        let whole = try Self.samples(of: bytes, eighths: eighths)
        for ending in Self.endings {
            #expect(try Self.samples(of: bytes.dropLast(2) + ending, eighths: eighths) == whole, "\(ending)")
        }
    }

    @Test("A file that lacks a byte of its picture is refused, at every scale", arguments: fixtures, [8, 1])
    func cut(name: String, eighths: Int) throws {
        let bytes = try RepositoryFiles.fixture("jpeg/\(name).jpg")
        for missing in 3...40 {
            #expect(Self.isRefused(bytes.dropLast(missing), eighths: eighths), "\(missing) bytes")
        }
    }

    @Test("A progressive file that ends between two scans is refused, at every scale", arguments: [8, 1])
    func lacksScans(eighths: Int) throws {
        let bytes = try RepositoryFiles.fixture("jpeg/progressive.jpg")
        let markers = bytes.indices.dropLast().filter {
            bytes[$0] == 0xFF && (bytes[$0 + 1] == 0xC4 || bytes[$0 + 1] == 0xDA)
        }
        let first = try #require(markers.first { bytes[$0 + 1] == 0xDA })
        let later = markers.filter { $0 > first }
        #expect(later.count >= 9)
        for place in later { #expect(Self.isRefused(Array(bytes[..<place]), eighths: eighths), "at \(place)") }
    }

    private static func decodedByLibvips(_ bytes: [UInt8]) throws -> [UInt8] {
        try CodecSample.read(bytes, .jpeg) { (image) throws(CodecError) in
            try image.pixels().withUnsafeBytes { [UInt8]($0) }
        }
    }

    @Test(
        "A file that only lacks its end marker is whole for libvips, too, and one that is cut is not",
        arguments: fixtures)
    func byLibvips(name: String) throws {
        let bytes = try RepositoryFiles.fixture("jpeg/\(name).jpg")
        let whole = try Self.decodedByLibvips(bytes)
        for ending in Self.endings {
            #expect(try Self.decodedByLibvips(bytes.dropLast(2) + ending) == whole, "\(ending)")
        }
        for missing in 3...20 {
            #expect(code { _ = try Self.decodedByLibvips(bytes.dropLast(missing)) } != nil, "\(missing) bytes")
        }
    }

    @Test("A file of inks that only lacks its end marker is whole, and one that is cut is not")
    func inks() throws {
        let bytes = try RepositoryFiles.fixture("jpeg/cmyk-icc.jpg")
        #expect(Array(bytes.suffix(2)) == JPEGParts.end)
        let whole = try Self.decodedByLibvips(bytes)
        #expect(try Self.decodedByLibvips(bytes.dropLast(2)) == whole)
        for missing in [3, 4, 5, 10, 100, bytes.count / 8] {
            #expect(code { _ = try Self.decodedByLibvips(bytes.dropLast(missing)) } != nil, "\(missing) bytes")
        }
    }

    /// Grey pictures of one size, as files with the same tables.
    private static func greyFiles(_ size: PixelSize, count: Int) throws -> [[UInt8]] {
        var options = OutputOptions.JPEG()
        options.optimisesTables = false
        return try (0..<count).map { (number) -> [UInt8] in
            let plane = PlanarJPEGReaderTests.noise(size, seed: UInt64(number))
            let writer = try PlanarJPEGWriter(size: size, layout: .grey, quality: 90, options: options)
            _ = try writer.write([plane])
            return try writer.finish().withUnsafeBytes { [UInt8]($0) }
        }
    }

    @Test("A file with a scan for each colour is whole when it has all of them")
    func colourByColour() throws {
        let size = PixelSize(width: 75, height: 41)
        let files = try Self.greyFiles(size, count: 3)
        let scans = files.enumerated().map { index, file in
            JPEGParts.scan(of: [UInt8(index + 1)], JPEGParts.parts(of: file).data)
        }
        let head =
            JPEGParts.start + JPEGParts.parts(of: files[0]).tables + JPEGParts.frame(0xC0, size, components: 3)
        let expected = try files.map { try Self.samples(of: $0)[0] }
        let open = head + scans.joined()
        for ending in Self.endings + [JPEGParts.end] { #expect(try Self.samples(of: open + ending) == expected) }
        #expect(Self.isRefused(open.dropLast()))
        #expect(Self.isRefused(head + scans[0] + scans[1]))
    }

    @Test("A file with restarts is whole when it has all of its intervals")
    func restarts() throws {
        let (blocks, intervals) = (5, 11)
        let strip = PixelSize(width: 8 * blocks, height: 8)
        let files = try Self.greyFiles(strip, count: intervals)
        let size = PixelSize(width: strip.width, height: strip.height * intervals)
        let head =
            JPEGParts.start + JPEGParts.parts(of: files[0]).tables + JPEGParts.frame(0xC0, size)
            + JPEGParts.segment(0xDD, [0, UInt8(blocks)])
        func file(_ intervals: Int) -> [UInt8] {
            let data = files.prefix(intervals).map { JPEGParts.parts(of: $0).data }
            let parts = data.enumerated().flatMap { index, data -> [UInt8] in
                index == 0 ? data : [0xFF, 0xD0 + UInt8((index - 1) % 8)] + data
            }
            return head + JPEGParts.scan(of: [1], parts)
        }
        let expected = try files.flatMap { try Self.samples(of: $0)[0] }
        let open = file(intervals)
        for ending in Self.endings + [JPEGParts.end] { #expect(try Self.samples(of: open + ending) == [expected]) }
        #expect(Self.isRefused(open.dropLast()))
        #expect(Self.isRefused(file(intervals - 1)))
        #expect(Self.isRefused(file(intervals - 1) + [0xFF, 0xD0 + UInt8((intervals - 2) % 8)]))
    }
}
