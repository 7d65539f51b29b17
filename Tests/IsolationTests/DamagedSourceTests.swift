import Codecs
import Foundation
import ImageModel
import Rendering
import TestSupport
import Testing

@testable import Isolation

/// Randomly damaged files, with everything isolated: each ends in a picture or in an error that says why.
@Suite(.computing, .timeLimit(.minutes(30)), .serialized) struct DamagedSourceTests {
    private static let names = [
        "jpeg/baseline.jpg", "png/rgba.png", "webp/animated.webp", "gif/animated.gif", "tiff/lzw.tiff",
        "avif/still.avif",
        "heic/still.heic", "jxl/lossy.jxl", "svg/shapes.svg", "bmp/rgb24.bmp", "ico/two-sizes.ico",
    ]
    /// For each file and seed; `MUTATIONS` in the environment changes the number.
    private static let mutations = ProcessInfo.processInfo.environment["MUTATIONS"].flatMap { Int($0) } ?? 6

    /// The outcome for `bytes` as a request's source; `nil` means a picture.
    private static func outcome(_ bytes: [UInt8], _ engine: RenderEngine) -> RenderError.Code? {
        failure { () throws(RenderError) in
            try RenderLimits().check(SourceStructure(of: bytes))
            _ = try engine.files(of: bytes, [Rendition(width: 50, format: .jpeg), Rendition(width: 20, format: .png)])
        }
    }

    private static let clear: Set<RenderError.Code> = [
        .notAnImage, .undecodable, .overLimit, .unencodable, .noSuchPage,
    ]

    @Test(
        "modified and truncated files end in a clear error or a picture, and the next valid one is rendered",
        arguments: 0..<4)
    func mutated(seed: Int) async throws {
        var random = SplitMix64(seed: UInt64(seed))
        let good = try RepositoryFiles.fixture("jpeg/baseline.jpg")
        try await withEngine {
            $0.timeLimit = .seconds(20)
        } _: { engine in
            for name in Self.names {
                let whole = try RepositoryFiles.fixture(name)
                for _ in 0..<Self.mutations {
                    let bytes = Self.mutated(whole, &random)
                    if let code = Self.outcome(bytes, engine) { #expect(Self.clear.contains(code), "\(name)") }
                }
                #expect(Self.outcome(good, engine) == nil)
            }
        }
    }

    @Test("each file of the bad corpus ends in a clear error or a picture", .enabled(if: RepositoryFiles.corpus != nil))
    func corpus() async throws {
        let folder = try #require(RepositoryFiles.corpus) + "/bad"
        let good = try RepositoryFiles.fixture("jpeg/baseline.jpg")
        try await withEngine {
            $0.timeLimit = .seconds(3)
        } _: { engine in
            for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
                let code = Self.outcome(try RepositoryFiles.bytes(name, in: folder), engine)
                if let code { #expect(Self.clear.contains(code), "\(name): \(code)") }
            }
            #expect(Self.outcome(good, engine) == nil)
        }
    }

    private static func mutated(_ whole: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
        var bytes = whole
        for _ in 0..<Int.random(in: 1...12, using: &random) {
            let end = Bool.random(using: &random) ? min(400, bytes.count) : bytes.count
            bytes[Int.random(in: 0..<end, using: &random)] = UInt8.random(in: 0...255, using: &random)
        }
        if Int.random(in: 0..<4, using: &random) == 0 {
            bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random))
        }
        return bytes
    }
}
