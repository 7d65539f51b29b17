import ImageModel
import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct PNGReaderTests {
    /// All rows one below another.
    static func samples(_ bytes: [UInt8]) throws(CodecError) -> [UInt8] {
        try PNGReader.reading(bytes) { (reader) throws(CodecError) in
            var samples: [UInt8] = []
            for _ in 0..<reader.header.size.height {
                try reader.withNextRow { (row) throws(CodecError) in unsafe samples.append(contentsOf: row) }
            }
            return samples
        }
    }

    private static func header(_ bytes: [UInt8]) throws(CodecError) -> PNGHeader {
        try PNGReader.reading(bytes) { (reader) throws(CodecError) in reader.header }
    }

    /// The files of this project, and those of the corpus where there is one.
    private static var files: [String] {
        get throws {
            let own = ["16bit", "palette", "rgba"].map { RepositoryFiles.fixtures + "/png/\($0).png" }
            guard let corpus = RepositoryFiles.corpus else { return own }
            let rows = try ManifestFile(contentsOf: corpus + "/manifest.csv").rows
            return own
                + rows.filter { $0["format"] == "png" && $0["expected"] == "ok" }.map { corpus + "/" + $0["path"] }
        }
    }

    @Test func givesTheSamplesThatLibvipsGives() throws {
        for file in try Self.files {
            let bytes = try RepositoryFiles.bytes("", in: file)
            let header = try Self.header(bytes)
            let expected = try ImageDecoder.header(of: bytes)
            // Grey with a gamma of its own becomes colours, for want of a grey profile that lcms converts.
            if expected.bands > header.channels, !expected.isSRGB { continue }
            #expect(header.size == expected.stored && header.channels == expected.bands, "\(file)")
            #expect(header.hasProfile == expected.hasProfile, "\(file)")
            guard header.hasReadableRows else {
                #expect(expected.isInterlaced || expected.sampleBytes == 2, "\(file)")
                #expect(code { _ = try Self.samples(bytes) } == .undecodable)
                continue
            }
            let wanted = try CodecSample.read(bytes, .png) { (image) throws(CodecError) in
                try image.pixels().withUnsafeBytes { [UInt8]($0) }
            }
            #expect(try Self.samples(bytes) == wanted, "\(file)")
        }
    }

    @Test func refusesTheBadFilesThatLibvipsRefuses() throws {
        guard let corpus = RepositoryFiles.corpus else { return }
        let rows = try ManifestFile(contentsOf: corpus + "/manifest.csv").rows
        let names = rows.map { $0["path"] }.filter {
            $0.hasPrefix("bad/") && $0.contains("png") && !$0.contains("bomb")
        }
        #expect(names.count >= 8)
        for name in names {
            let bytes = try RepositoryFiles.bytes(name, in: corpus)
            let isReadByLibvips =
                code { _ = try CodecSample.read(bytes, .png) { (image) throws(CodecError) in try image.pixels() } }
                == nil
            #expect((code { _ = try Self.samples(bytes) } == nil) == isReadByLibvips, "\(name)")
        }
    }

    @Test func tellsTheBadHeaderFromTheBadPixels() throws {
        let file = try RepositoryFiles.fixture("png/rgba.png")
        #expect(code { _ = try Self.header(Array(file.prefix(30))) } == .unreadableHeader)
        #expect(code { _ = try Self.header([]) } == .unreadableHeader)
        #expect(code { _ = try Self.header(Array("GIF89a, or so, and some more".utf8)) } == .unreadableHeader)
        let half = Array(file.prefix(file.count / 2))
        #expect(try Self.header(half) == Self.header(file))
        #expect(code { _ = try Self.samples(half) } == .undecodable)
    }

    @Test func thereIsNoRowAfterTheLastOne() throws {
        let file = try RepositoryFiles.fixture("png/palette.png")
        let thrown = code {
            try PNGReader.reading(file) { (reader) throws(CodecError) in
                for _ in 0..<reader.header.size.height { try reader.withNextRow { (_) throws(CodecError) in } }
                try reader.withNextRow { (_) throws(CodecError) in }
            }
        }
        #expect(thrown == .operationFailed)
    }

    /// Places of the chunks `type` in a file: where their length stands.
    private static func chunks(_ type: String, _ file: [UInt8]) -> [Int] {
        file.indices.dropLast(8).filter { file[($0 + 4)..<($0 + 8)].elementsEqual(type.utf8) }
    }

    @Test(arguments: ["png/rgba.png", "png/palette.png"])
    func aWrongChecksumOfThePictureIsRefused(path: String) throws {
        var file = try RepositoryFiles.fixture(path)
        let chunk = try #require(Self.chunks("IDAT", file).first)
        file[chunk + 20] ^= 4
        #expect(code { _ = try Self.samples(file) } == .undecodable)
    }

    @Test func aMissingPaletteIsRefused() throws {
        var file = try RepositoryFiles.fixture("png/palette.png")
        let chunk = try #require(Self.chunks("PLTE", file).first)
        let length = Int(file[chunk + 2]) << 8 | Int(file[chunk + 3])
        file.removeSubrange(chunk..<(chunk + 12 + length))
        #expect(code { _ = try Self.header(file) } == .unreadableHeader)
    }

    /// Whatever comes in, something comes out: rows, or an error.
    @Test(arguments: ["png/rgba.png", "png/palette.png"], [1, 2, 3] as [UInt64])
    func damagedFilesEndInRowsOrAnError(path: String, seed: UInt64) throws {
        let file = try RepositoryFiles.fixture(path)
        var random = SplitMix64(seed: seed)
        for _ in 0..<300 {
            var damaged = file
            for _ in 0..<3 {
                damaged[Int.random(in: 8..<damaged.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            let header = try? Self.header(damaged)  // most have none
            guard let header, header.size.pixels < 1_000_000 else { continue }
            do {
                #expect(try Self.samples(damaged).count == header.size.pixels * header.channels)
            } catch {
                #expect(error.code == .undecodable)
            }
        }
    }
}
