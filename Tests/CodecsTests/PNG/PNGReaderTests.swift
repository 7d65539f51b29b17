import ImageModel
import TestSupport
import Testing

@testable import Codecs

@Suite struct PNGReaderTests {
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
}
