import Foundation
import ImageModel
import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct PlaneResamplerTests {
    private struct Plane {
        let size: PixelSize
        let samples: [UInt8]

        init(_ size: PixelSize, _ sample: (Int, Int) -> UInt8) {
            self.size = size
            samples = (0..<size.height).flatMap { y in (0..<size.width).map { x in sample(x, y) } }
        }

        /// The edge's sample outside.
        subscript(x: Int, y: Int) -> Double {
            Double(samples[min(max(y, 0), size.height - 1) * size.width + min(max(x, 0), size.width - 1)])
        }

        var rows: PlaneRows {
            let rows = PlaneRows(size: size, keeping: size.height)
            for y in 0..<size.height {
                for x in 0..<size.width { unsafe rows.row(y)[x] = samples[y * size.width + x] }
            }
            rows.ready = size.height
            return rows
        }
    }

    /// The kernel as it is defined, written down once more.
    private static func lanczos3(_ x: Double) -> Double {
        guard abs(x) < 3 else { return 0 }
        guard abs(x) > 1e-9 else { return 1 }
        return 3 * sin(.pi * x) * sin(.pi * x / 3) / (.pi * .pi * x * x)
    }

    private static func exact(
        _ plane: Plane, _ across: PlaneResampler.Axis, _ down: PlaneResampler.Axis, _ column: Int, _ row: Int
    ) -> Double {
        let (spreadX, spreadY) = (max(across.step, 1), max(down.step, 1))
        let x = across.start + (Double(column) + 0.5) * across.step - 0.5
        let y = down.start + (Double(row) + 0.5) * down.step - 0.5
        var (sum, weights) = (0.0, 0.0)
        for v in Int(floor(y - 3 * spreadY))...Int(ceil(y + 3 * spreadY)) {
            for u in Int(floor(x - 3 * spreadX))...Int(ceil(x + 3 * spreadX)) {
                let weight = lanczos3((Double(u) - x) / spreadX) * lanczos3((Double(v) - y) / spreadY)
                sum += weight * plane[u, v]
                weights += weight
            }
        }
        return min(max(sum / weights, 0), 255)
    }

    private static func resampled(
        _ plane: Plane, to target: PixelSize, _ across: PlaneResampler.Axis, _ down: PlaneResampler.Axis,
        _ resampling: Resampling = .lanczos3, loops: PlaneLoops = .fastest
    ) throws -> PlaneRows {
        let resampler = try PlaneResampler(
            from: plane.size, to: target, across: across, down: down, resampling, loops: loops)
        let result = PlaneRows(size: target, keeping: target.height)
        let source = plane.rows
        while result.ready < target.height { resampler.makeRow(of: result, from: source) }
        return result
    }

    @Test("Every sample is the weighted sum of the definition, to a level", arguments: 0..<60)
    func definition(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let source = PixelSize(
            width: Int.random(in: 1...150, using: &random), height: Int.random(in: 1...90, using: &random))
        let target = PixelSize(
            width: Int.random(in: 1...90, using: &random), height: Int.random(in: 1...40, using: &random))
        let noise = (0..<source.pixels).map { _ in UInt8.random(in: 0...255, using: &random) }
        let plane = Plane(source) { noise[$1 * source.width + $0] }
        let offset = seed % 3 == 0 ? Double.random(in: -4...4, using: &random) : 0
        let across = PlaneResampler.Axis(start: offset, step: Double(source.width) / Double(target.width))
        let down = PlaneResampler.Axis(start: -offset, step: Double(source.height) / Double(target.height))
        let result = try Self.resampled(plane, to: target, across, down)
        for y in stride(from: 0, to: target.height, by: 5) {
            for x in stride(from: 0, to: target.width, by: 3) {
                let expected = Self.exact(plane, across, down, x, y)
                #expect(abs(Double(unsafe result.row(y)[x]) - expected) < 0.6, "seed \(seed), \(x), \(y)")
            }
        }
    }

    @Test("Samples outside the limits are not looked at", arguments: 0..<30)
    func limits(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let size = PixelSize(
            width: Int.random(in: 4...200, using: &random), height: Int.random(in: 4...90, using: &random))
        let noise = (0..<size.pixels).map { _ in UInt8.random(in: 0...255, using: &random) }
        let plane = Plane(size) { noise[$1 * size.width + $0] }
        let left = Int.random(in: 0..<size.width - 1, using: &random)
        let top = Int.random(in: 0..<size.height - 1, using: &random)
        let cut = PixelSize(
            width: Int.random(in: 1...size.width - left, using: &random),
            height: Int.random(in: 1...size.height - top, using: &random))
        let alone = Plane(cut) { noise[($1 + top) * size.width + $0 + left] }
        let target = PixelSize(
            width: Int.random(in: 1...80, using: &random), height: Int.random(in: 1...80, using: &random))
        var across = PlaneResampler.Axis(start: 0, step: Double(cut.width) / Double(target.width))
        var down = PlaneResampler.Axis(start: 0, step: Double(cut.height) / Double(target.height))
        let expected = try Self.resampled(alone, to: target, across, down)
        (across.start, across.limits) = (Double(left), left..<left + cut.width)
        (down.start, down.limits) = (Double(top), top..<top + cut.height)
        let result = try Self.resampled(plane, to: target, across, down)
        for y in 0..<target.height {
            for x in 0..<target.width {
                let (found, wanted) = unsafe (Int(result.row(y)[x]), Int(expected.row(y)[x]))
                // Weights are rounded from slightly different places.
                #expect(abs(found - wanted) <= 1, "seed \(seed), \(x), \(y)")
            }
        }
    }

    @Test("The loops for any processor give the same, sample by sample", arguments: 0..<40)
    func loops(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let source = PixelSize(
            width: Int.random(in: 1...300, using: &random), height: Int.random(in: 1...90, using: &random))
        let target = PixelSize(
            width: Int.random(in: 1...90, using: &random), height: Int.random(in: 1...40, using: &random))
        let noise = (0..<source.pixels).map { _ in UInt8.random(in: 0...255, using: &random) }
        let plane = Plane(source) { noise[$1 * source.width + $0] }
        let across = PlaneResampler.Axis(start: 0.3, step: Double(source.width) / Double(target.width))
        let down = PlaneResampler.Axis(start: -0.2, step: Double(source.height) / Double(target.height))
        let kind = try #require([Resampling.linear, .cubic, .lanczos2, .lanczos3].randomElement(using: &random))
        let fast = try Self.resampled(plane, to: target, across, down, kind)
        let plain = try Self.resampled(plane, to: target, across, down, kind, loops: .plain)
        for y in 0..<target.height {
            for x in 0..<target.width { unsafe #expect(fast.row(y)[x] == plain.row(y)[x], "seed \(seed), \(x), \(y)") }
        }
    }

    @Test("What is the same everywhere stays so", arguments: Resampling.allCases, [1.0, 0.3, 2.7, 9.5])
    func constancy(resampling: Resampling, step: Double) throws {
        let plane = Plane(PixelSize(width: 64, height: 64)) { _, _ in 201 }
        let axis = PlaneResampler.Axis(start: 3.3, step: step)
        let result = try Self.resampled(plane, to: PixelSize(width: 40, height: 30), axis, axis, resampling)
        for y in 0..<30 { for x in 0..<40 { unsafe #expect(result.row(y)[x] == 201) } }
    }

    @Test("A step of one from a whole place copies a window")
    func window() throws {
        let plane = Plane(PixelSize(width: 50, height: 40)) { x, y in UInt8((x * 5 + y * 3) % 256) }
        let result = try Self.resampled(
            plane, to: PixelSize(width: 20, height: 10), PlaneResampler.Axis(start: 7, step: 1),
            PlaneResampler.Axis(start: 9, step: 1))
        for y in 0..<10 { for x in 0..<20 { unsafe #expect(Double(result.row(y)[x]) == plane[x + 7, y + 9]) } }
    }

    @Test("Rows that a plane no longer keeps are not looked at: a window that moves gives the same")
    func ring() throws {
        let size = PixelSize(width: 33, height: 300)
        let plane = Plane(size) { x, y in UInt8((x * y) % 251) }
        let target = PixelSize(width: 20, height: 70)
        let across = PlaneResampler.Axis(start: 0, step: 33 / 20.0)
        let down = PlaneResampler.Axis(start: 0, step: 300 / 70.0)
        let whole = try Self.resampled(plane, to: target, across, down)
        let resampler = try PlaneResampler(from: size, to: target, across: across, down: down, .lanczos3)
        let ring = PlaneRows(size: size, keeping: resampler.window)
        #expect(ring.capacity < 64)
        let result = PlaneRows(size: target, keeping: target.height)
        while result.ready < target.height {
            while ring.ready <= resampler.lastRow(for: result.ready) {
                for x in 0..<size.width { unsafe ring.row(ring.ready)[x] = UInt8(plane[x, ring.ready]) }
                ring.ready += 1
            }
            resampler.makeRow(of: result, from: ring)
        }
        for y in 0..<70 { for x in 0..<20 { unsafe #expect(result.row(y)[x] == whole.row(y)[x]) } }
    }

    @Test("Sides that no picture has are refused")
    func refused() {
        let axis = PlaneResampler.Axis(start: 0, step: 1)
        for (source, target) in [(0, 1), (1, 0), (70_000, 1), (1, 70_000)] {
            #expect(throws: CodecError.self) {
                _ = try PlaneResampler(
                    from: PixelSize(width: source, height: 1), to: PixelSize(width: target, height: 1), across: axis,
                    down: axis, .lanczos3)
            }
        }
    }
}
