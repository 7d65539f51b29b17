import Foundation
import ImageModel
import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct FileBeginningTests {
    /// What is read of a file without decoding.
    private struct Facts: Equatable {
        var size: PixelSize
        var orientation: Orientation
        var format: ImageFormat
        var exif: [UInt8]?
        var profile: [UInt8]?
        /// Only where they are needed.
        var frames: Int?
        var bands: [Int]?

        /// `nil` when the decoder refuses `bytes`.
        init?(_ bytes: [UInt8], _ needs: FileBeginning.Needs) {
            // What cannot be read has no facts.
            guard let header = try? ImageDecoder.header(of: bytes) else { return nil }
            size = header.stored
            orientation = header.orientation
            format = header.format
            frames = needs.frames ? header.pages : nil
            bands = needs.bands ? [header.bands, header.sampleBytes, header.hasAlpha ? 1 : 0] : nil
            guard format != .bmp, format != .ico else { return }
            // As above.
            guard
                let metadata = try? ImageDecoder.withImage(
                    of: bytes, format: format,
                    { (image) throws(CodecError) in (exif: image.exif, profile: image.profile) })
            else { return nil }
            (exif, profile) = metadata
        }
    }

    /// The project's pictures, and those of the corpus where there is one.
    private static var files: [String] {
        let folders = [RepositoryFiles.root + "/Tests/Fixtures", RepositoryFiles.corpus].compactMap(\.self)
        let formats: Set = ["jpeg", "png", "webp", "avif", "heic", "gif", "tiff", "bmp", "ico", "jxl", "svg"]
        return folders.flatMap { folder in
            formats.sorted().flatMap { format in
                let names = FileManager.default.enumerator(atPath: "\(folder)/\(format)")?.allObjects as? [String] ?? []
                return names.sorted().map { "\(folder)/\(format)/\($0)" }
            }
        }
    }

    @Test("a beginning that is found enough tells what the whole file tells")
    func truth() throws {
        var enough: [ImageFormat: Int] = [:]
        for path in Self.files {
            guard let data = FileManager.default.contents(atPath: path), let format = ImageFormat(signatureOf: data)
            else { continue }
            for needs in [FileBeginning.Needs(), .init(frames: true), .init(bands: true)] {
                let whole = Facts([UInt8](data), needs)
                for length in [64, 200, 700, 1_500, 4_096, 20_000, 65_536, data.count - 1] where length < data.count {
                    guard let closed = FileBeginning.closed([UInt8](data.prefix(length)), needs: needs),
                        let facts = Facts(closed, needs)
                    else { continue }
                    #expect(facts == whole, "\(path), \(length) bytes, \(needs)")
                    if length < data.count - 1 { enough[format, default: 0] += 1 }
                }
            }
        }
        // Each of these formats has files whose first bytes are enough.
        for format in [ImageFormat.jpeg, .png, .webp, .avif, .heic, .gif, .bmp, .ico] {
            #expect(enough[format, default: 0] > 0, "\(format) \(enough)")
        }
    }

    @Test("the length of an icon's picture is that of the beginning")
    func icon() throws {
        let bytes = try RepositoryFiles.fixture("ico/two-sizes.ico")
        let closed = try #require(FileBeginning.closed(Array(bytes.prefix(bytes.count - 50)), needs: .init()))
        #expect(closed.count == bytes.count - 50)
        #expect(try ImageDecoder.header(of: closed) == ImageDecoder.header(of: bytes))
        #expect(FileBeginning.closed(Array(bytes.prefix(30)), needs: .init()) == nil)
    }

    @Test("of an animated WebP with frames to be counted, and of drawings, all is needed")
    func whole() throws {
        let animation = try RepositoryFiles.fixture("webp/animated.webp")
        let half = Array(animation.prefix(animation.count * 3 / 4))
        #expect(FileBeginning.closed(half, needs: .init(frames: true)) == nil)
        #expect(
            try FileBeginning.closed(half, needs: .init()).map { try ImageDecoder.header(of: $0).stored.width } == 96)
        #expect(FileBeginning.closed(Array("<svg xmlns='http://www.w3.org/2000/svg'>".utf8), needs: .init()) == nil)
        #expect(FileBeginning.closed(Array("no picture".utf8), needs: .init()) == nil)
    }

    @Test("damaged files are no trouble", arguments: 0..<20)
    func mutations(seed: Int) throws {
        var generator = SplitMix64(seed: UInt64(seed))
        for path in ["webp/lossy.webp", "avif/still.avif", "heic/still.heic", "tiff/lzw.tiff", "ico/two-sizes.ico"] {
            var bytes = Array(try RepositoryFiles.fixture(path).prefix(Int.random(in: 12..<4_000, using: &generator)))
            for _ in 0..<10 {
                bytes[Int.random(in: 8..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            let closed = FileBeginning.closed(bytes, needs: .init())
            #expect(closed.map { $0.count <= bytes.count } ?? true)
        }
    }
}
