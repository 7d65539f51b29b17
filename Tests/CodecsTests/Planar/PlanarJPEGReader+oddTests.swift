import ImageModel
import TestSupport
import Testing

@testable import Codecs

/// Files that no encoder makes, and that a decoder must show by the rules all the same.
@Suite(.computing) struct PlanarJPEGReaderOddTests {
    private static func samples(of bytes: [UInt8], eighths: Int = 8) throws -> [UInt8] {
        PlanarJPEGReaderTests.samples(of: try PlanarJPEGReaderTests.planes(of: bytes, eighths: eighths)[0])
    }

    /// What a block of one level `mean` with steps of 1 shows (ITU-T T.81, A.3.3 and A.3.1).
    private static func level(_ mean: Int16) -> UInt8 { UInt8(min(max((Int(mean) + 4) >> 3 + 128, 0), 255)) }

    @Test("Differences that add up past every number wrap around at 16 bits", arguments: [false, true])
    func endlessDifferences(isProgressive: Bool) throws {
        let side = 257
        let size = PixelSize(width: 8 * side, height: 8 * side)
        // 15 bits of ones, the largest difference; a baseline block ends with a code of its own.
        let block = [0] + [UInt8](repeating: 1, count: 15) + (isProgressive ? [] : [0])
        let eight = JPEGParts.data(Array(repeatElement(block, count: 8).joined()))
        let data = Array(repeatElement(eight, count: side * side / 8 + 1).joined())
        let coefficients: ClosedRange<UInt8> = isProgressive ? 0...0 : 0...63
        let file = JPEGParts.file(
            JPEGParts.steps(1), JPEGParts.table(forAC: false, symbol: 15), JPEGParts.table(forAC: true, symbol: 0),
            JPEGParts.frame(isProgressive ? 0xC2 : 0xC0, size),
            JPEGParts.scan(of: [1], coefficients: coefficients, data))
        let found = try Self.samples(of: file, eighths: 1)
        // The last sums are past 2^31.
        let expected = (1...side * side).map { Self.level(Int16(truncatingIfNeeded: 32767 * $0)) }
        #expect(found == expected)
    }

    @Test("A refinement of means that never came shows in its own rows alone")
    func refinementAlone() throws {
        let size = PixelSize(width: 16, height: 24)
        let file = JPEGParts.file(
            JPEGParts.steps(255), JPEGParts.frame(0xC2, size),
            JPEGParts.scan(of: [1], coefficients: 0...0, bits: 0x10, JPEGParts.data([1, 1, 0, 0, 0, 0, 0, 0])))
        let found = try Self.samples(of: file)
        // 255 / 8, rounded, above the middle.
        #expect(found.prefix(16 * 8).allSatisfy { $0 == 160 })
        #expect(found.dropFirst(16 * 8).allSatisfy { $0 == 128 })
    }

    @Test("The numbers of tables that a scan does not use are not looked at, those that it uses are")
    func unusedTables() throws {
        func file(tables: UInt8) -> [UInt8] {
            JPEGParts.file(
                JPEGParts.steps(8), JPEGParts.table(forAC: false, symbol: 0),
                JPEGParts.frame(0xC2, PixelSize(width: 8, height: 8)),
                JPEGParts.scan(of: [1], tables: tables, coefficients: 0...0, [0x7F]))
        }
        #expect(try Self.samples(of: file(tables: 0x0F)) == [UInt8](repeating: 128, count: 64))
        #expect(code { _ = try Self.samples(of: file(tables: 0x40)) } == .undecodable)
        #expect(code { _ = try Self.samples(of: file(tables: 0x10)) } == .undecodable)
    }

    @Test(
        "Quantisation tables of an unknown precision are taken for those of 16 bits",
        arguments: [1, 2, 15] as [UInt8])
    func precision(_ precision: UInt8) throws {
        let steps = JPEGParts.segment(0xDB, [precision << 4] + (0..<64).flatMap { _ in [0, 80] as [UInt8] })
        let file = JPEGParts.file(
            steps, JPEGParts.table(forAC: false, symbol: 1), JPEGParts.table(forAC: true, symbol: 0),
            JPEGParts.frame(0xC0, PixelSize(width: 8, height: 8)),
            // A difference of 1, and the end of the block.
            JPEGParts.scan(of: [1], JPEGParts.data([0, 1, 0])))
        #expect(try Self.samples(of: file) == [UInt8](repeating: 138, count: 64))
    }
}
