import Codecs
import ImageModel
import TestSupport
import Testing

@testable import Rendering

@Suite(.computing) struct RenderLimitsStructureTests {
    private static func refusal(_ work: () throws(RenderError) -> Void) -> String? {
        do throws(RenderError) {
            try work()
            return nil
        } catch {
            #expect(error.code == .overLimit)
            return error.message
        }
    }

    private static let limits: [(name: String, change: @Sendable (inout SourceStructure, Int) -> Void, limit: Int)] = [
        ("max-profile-bytes", { $0.profileBytes = $1 }, RenderLimits().maximumProfileBytes),
        ("max-metadata-bytes", { $0.metadataBytes = $1 }, RenderLimits().maximumMetadataBytes),
        ("max-png-texts", { $0.texts = $1 }, RenderLimits().maximumTexts),
        ("max-jpeg-scans", { $0.scans = $1 }, RenderLimits().maximumScans),
        ("max-tiff-directories", { $0.directories = $1 }, RenderLimits().maximumDirectories),
        ("max-source-frames", { $0.frames = $1 }, RenderLimits().maximumSourceFrames),
        ("max-heif-items", { $0.items = $1 }, RenderLimits().maximumItems),
    ]

    @Test("as much as a limit is let through; one more is refused, and the limit named", arguments: limits.indices)
    func limit(index: Int) {
        let (name, change, limit) = Self.limits[index]
        var structure = SourceStructure()
        change(&structure, limit)
        #expect(Self.refusal { () throws(RenderError) in try RenderLimits().check(structure) } == nil)
        change(&structure, limit + 1)
        let message = Self.refusal { () throws(RenderError) in try RenderLimits().check(structure) }
        #expect(message?.contains("(\(name))") == true)
        #expect(message?.contains("\(limit + 1)") == true)
    }

    private static let faults: [(word: String, change: @Sendable (inout SourceStructure) -> Void)] = [
        ("directories", { $0.hasDirectoryLoop = true }), ("EXIF", { $0.hasEXIFLoop = true }),
        ("overlap", { $0.hasOverlaps = true }),
    ]

    @Test("tables that lead back to themselves or overlap are refused", arguments: faults.indices)
    func fault(index: Int) {
        let (word, change) = Self.faults[index]
        var structure = SourceStructure()
        change(&structure)
        let message = Self.refusal { () throws(RenderError) in try RenderLimits().check(structure) }
        #expect(message?.contains(word) == true)
    }

    @Test("what was not counted to its end is not judged")
    func interrupted() {
        var structure = SourceStructure()
        structure.isInterrupted = true
        let error = #expect(throws: RenderError.self) { try RenderLimits().check(structure) }
        #expect(error?.code == .interrupted)
    }

    @Test(
        "samples are bounded in number and in size",
        arguments: [("max-source-bands", 17, 1), ("max-source-bits", 3, 16)])
    func samples(name: String, bands: Int, sampleBytes: Int) {
        let size = PixelSize(width: 1, height: 1)
        let header = SourceHeader(format: .tiff, stored: size, bands: bands, sampleBytes: sampleBytes)
        let message = Self.refusal { () throws(RenderError) in try RenderLimits().check(header) }
        #expect(message?.contains("(\(name))") == true)
    }
}
