import ImageModel
import TestSupport
import Testing

@testable import Rendering

@Suite(.computing) struct RenderPlanMemoryTests {
    private static func peak(
        _ format: ImageFormat, side: Int, width: Int, output: ImageFormat = .jpeg, frames: Int = 1, bands: Int = 3,
        isInterlaced: Bool = false
    ) throws -> Int {
        let header = SourceHeader(
            format: format, stored: PixelSize(width: side, height: side), bands: bands, hasAlpha: bands == 4,
            frames: frames, isInterlaced: isInterlaced)
        return try RenderPlan([Rendition(width: width, format: output)], of: header).peakBytes
    }

    @Test("A larger rendition never needs less", arguments: ImageFormat.allCases, ImageFormat.writable)
    func renditions(format: ImageFormat, output: ImageFormat) throws {
        let peaks = try [1, 10, 100, 500, 1000, 2000, 4000].map {
            try Self.peak(format, side: 4000, width: $0, output: output)
        }
        #expect(peaks.allSatisfy { $0 > 0 })
        #expect(peaks == peaks.sorted())
    }

    @Test("A larger source never needs less, decoded at one scale", arguments: ImageFormat.allCases, [3, 4])
    func sources(format: ImageFormat, bands: Int) throws {
        let peaks = try [200, 500, 1000, 2000, 4000, 8000].map {
            try Self.peak(format, side: $0, width: 199, bands: bands)
        }
        let fixedScale = format == .jpeg ? Array(peaks.suffix(2)) : peaks
        #expect(fixedScale == fixedScale.sorted())
    }

    @Test("A baseline JPEG needs rows, a progressive one all of its coefficients")
    func interlaced() throws {
        let rows = try Self.peak(.jpeg, side: 8000, width: 100)
        let coefficients = try Self.peak(.jpeg, side: 8000, width: 100, isInterlaced: true)
        #expect(rows < 20_000_000)
        #expect(coefficients > 8000 * 8000 * 3 * 2)
    }

    @Test("Each frame that is written counts")
    func frames() throws {
        let one = try Self.peak(.gif, side: 100, width: 100, output: .gif, frames: 2)
        let two = try Self.peak(.gif, side: 100, width: 100, output: .gif, frames: 4)
        #expect(two - one == 2 * 100 * 100 * 4)
    }

    @Test("Pictures that are needed no more don't count: many small sizes cost little more than the largest")
    func ladder() throws {
        let header = SourceHeader(format: .jpeg, stored: PixelSize(width: 8000, height: 8000))
        let all = try RenderPlan([1000, 500, 250, 125, 60].map { Rendition(width: $0) }, of: header)
        let largest = try RenderPlan([Rendition(width: 1000)], of: header)
        // A picture that is needed no more, and files.
        #expect(all.peakBytes - largest.peakBytes <= 500 * 500 * 3 + 350_000)
    }
}
