import TestSupport
import Testing

@testable import Codecs

/// Walks over strangers' bytes take a number of looks that their bytes pay for, whatever they say.
@Suite(.computing) struct WalkStepsTests {
    /// Looks for each byte; compressed text has tables of its own.
    private static let perByte = 8
    private static let overhead = 400

    private static func expectLinear(
        _ bytes: [UInt8], perByte: Int = WalkStepsTests.perByte, _ location: SourceLocation = #_sourceLocation,
        _ walk: (WalkSteps) -> Void
    ) {
        let steps = WalkSteps(over: bytes.count)
        walk(steps)
        #expect(steps.count <= perByte * bytes.count + overhead, sourceLocation: location)
        #expect(!steps.isEnded, sourceLocation: location)
    }

    @Test("what a file holds is counted in a walk over its bytes", arguments: HostileFile.all)
    func structure(file: HostileFile) {
        let perByte = file.name.contains("PNG") ? WalkSteps.perByte : Self.perByte
        Self.expectLinear(file.bytes, perByte: perByte) { _ = SourceStructure(of: file.bytes, steps: $0) }
    }

    @Test("a beginning is judged in a walk over its bytes", arguments: HostileFile.all)
    func beginning(file: HostileFile) {
        for needs in [FileBeginning.Needs(), .init(frames: true, bands: true)] {
            Self.expectLinear(file.bytes) { _ = FileBeginning.closed(file.bytes, needs: needs, steps: $0) }
            let half = Array(file.bytes.prefix(file.bytes.count / 2))
            Self.expectLinear(half) { _ = FileBeginning.closed(half, needs: needs, steps: $0) }
        }
    }

    @Test("the picture that is shown is found in a walk over the boxes", arguments: HostileFile.all)
    func primary(file: HostileFile) {
        Self.expectLinear(file.bytes) { _ = HEIFPrimary(of: file.bytes, steps: $0) }
        Self.expectLinear(file.bytes) { _ = HEIFReferences(of: file.bytes, steps: $0)?.cut() }
    }

    @Test("what a file says of its samples is found in a walk over its parts", arguments: HostileFile.all)
    func samples(file: HostileFile) {
        Self.expectLinear(file.bytes) { _ = PNGColours(of: file.bytes, steps: $0) }
        Self.expectLinear(file.bytes) { _ = TIFFPage(file.bytes, index: 0, steps: $0) }
        Self.expectLinear(file.bytes) { _ = GIFFrames(of: file.bytes, steps: $0) }
    }

    @Test("EXIF is read in a walk over its block", arguments: [5, 13, 50, 5000], [true, false])
    func exif(pointers: Int, isBigEndian: Bool) {
        let order = FileBytes(isBigEndian: isBigEndian)
        let texts = order.directory((0..<pointers).map { _ in (0x010E, 8) })
        for block in [order.exifLoop(pointers: pointers), order.tiffHead() + texts, order.tiffHead() + [0xFF, 0xFF]] {
            Self.expectLinear(block) { _ = ExifTexts(block: block[...], steps: $0) }
            Self.expectLinear(block) { _ = ExifFields(block: block[...], steps: $0) }
        }
    }

    @Test("a profile is judged in a walk over its tags", arguments: [0, 1, 5000])
    func profile(tags: Int) {
        let head = [UInt8](repeating: 0, count: 16) + Array("RGB XYZ ".utf8) + [UInt8](repeating: 0, count: 104)
        let profile = head + [0xFF, 0xFF, 0xFF, 0xFF] + [UInt8](repeating: 65, count: 12 * tags)
        for bytes in [profile, Array(profile.prefix(130))] {
            Self.expectLinear(bytes) {
                _ = ProfileName.name(NumberReader(bytes: bytes, isBigEndian: true, steps: $0))
            }
            Self.expectLinear(bytes) {
                _ = StandardProfile.isSRGB(NumberReader(bytes: bytes, isBigEndian: true, steps: $0))
            }
        }
    }

    @Test("a walk that went astray ends, and is told from others")
    func exhausted() {
        let bytes = HostileFile.all[0].bytes
        let steps = WalkSteps(over: 0)
        while steps.take() {}
        #expect(steps.isExhausted && !steps.isInterrupted)
        #expect(NumberReader(bytes: bytes, isBigEndian: true, steps: steps).number(at: 0, size: 1) == nil)
        #expect(SourceStructure(of: bytes, steps: steps).hasOverlaps)
        #expect(FileBeginning.closed(bytes, needs: .init(), steps: steps) == nil)
    }

    @Test("a walk ends when the thread's work is to end, and says so")
    func interrupted() throws {
        let bytes = FileBytes.png((0..<20_000).flatMap { _ in FileBytes.chunk("tEXt") })
        let interruption = Interruption()
        #expect(interruption.watching { SourceStructure(of: bytes) }.texts == 20_000)
        interruption.request()
        let structure = interruption.watching { SourceStructure(of: bytes) }
        #expect(structure.isInterrupted)
        #expect(structure.texts < 20_000)
    }
}
