import Testing

@testable import ImageModel

/// Properties of the geometry for any source and any rendition.
@Suite struct GeometryPromiseTests {
    private static let seeds: ClosedRange<UInt64> = 101...104
    private static let rounds = 2000

    @Test("Every result has pixels and keeps the limits", arguments: seeds)
    func limits(seed: UInt64) {
        var random = CaseGenerator(seed: seed)
        for _ in 0..<Self.rounds {
            let asked = GeometryCase(using: &random)
            let geometry = asked.geometry
            let output = geometry.output
            #expect(min(output.width, output.height) >= 1, "\(asked)")
            #expect(max(output.width, output.height) <= asked.maximumSide, "\(asked)")
            let limit = asked.maximumResultSide == 0 ? .max : asked.maximumResultSide
            #expect(max(output.width, output.height) <= limit, "\(asked)")
            #expect(geometry.dpr > 0, "\(asked)")
        }
    }

    @Test("Every crop and every position on a canvas lies inside", arguments: seeds)
    func inside(seed: UInt64) {
        var random = CaseGenerator(seed: seed)
        for _ in 0..<Self.rounds {
            let asked = GeometryCase(using: &random)
            let geometry = asked.geometry
            #expect(Self.lies(geometry.sourceRegion.crop?.rect, in: asked.stored), "\(asked)")
            let upright = geometry.orientation.applied(to: asked.stored)
            #expect(Self.lies(geometry.sourceCrop?.rect, in: upright), "\(asked)")
            #expect(Self.lies(geometry.crop?.rect, in: geometry.scaled), "\(asked)")
            guard let canvas = geometry.canvas else { continue }
            #expect(Self.lies(canvas.picture, in: canvas.size), "\(asked)")
            #expect(canvas.picture.size == geometry.crop?.size ?? geometry.scaled, "\(asked)")
        }
    }

    private static func lies(_ rect: PixelRect?, in size: PixelSize) -> Bool {
        guard let rect else { return true }
        return rect.left >= 0 && rect.top >= 0 && rect.size.width >= 1 && rect.size.height >= 1
            && rect.left + rect.size.width <= size.width && rect.top + rect.size.height <= size.height
    }

    @Test("Nothing is enlarged unless requested", arguments: seeds)
    func noEnlarging(seed: UInt64) {
        var random = CaseGenerator(seed: seed)
        for _ in 0..<Self.rounds {
            var asked = GeometryCase(using: &random)
            (asked.rendition.enlarges, asked.isVector) = (false, false)
            (asked.rendition.minimumWidth, asked.rendition.minimumHeight) = (nil, nil)
            let geometry = asked.geometry
            #expect(geometry.scaled.width <= geometry.cropped.width, "\(asked)")
            #expect(geometry.scaled.height <= geometry.cropped.height, "\(asked)")
        }
    }

    @Test("fill results in exactly the box if the source has enough pixels or may be enlarged", arguments: seeds)
    func fillsBox(seed: UInt64) {
        var random = CaseGenerator(seed: seed)
        for _ in 0..<Self.rounds {
            let source = random.size()
            let enlarges = random.chance(50)
            let box = PixelSize(
                width: 1 + random.below(enlarges ? 5000 : source.width),
                height: 1 + random.below(enlarges ? 5000 : source.height))
            let geometry = Geometry(
                source: source, width: box.width, height: box.height, fit: .fill, enlarges: enlarges)
            #expect(geometry.output == box, "\(source)")
        }
    }

    @Test(
        "fit stays inside the box, reaches one side of it, and keeps the aspect ratio to half a pixel", arguments: seeds
    )
    func fitsBox(seed: UInt64) {
        var random = CaseGenerator(seed: seed)
        for _ in 0..<Self.rounds {
            let (source, width, height) = (random.size(), 1 + random.below(3000), 1 + random.below(3000))
            let output = Geometry(source: source, width: width, height: height, fit: .fit, enlarges: true).output
            #expect(output.width <= width && output.height <= height, "\(source) \(width)x\(height)")
            #expect(output.width == width || output.height == height, "\(source) \(width)x\(height)")
            // Across the box when the source is wider than it: exact in whole numbers.
            let isWider = source.width * height >= source.height * width
            let (side, other) = isWider ? (source.width, source.height) : (source.height, source.width)
            let (given, rounded) = isWider ? (output.width, output.height) : (output.height, output.width)
            let error = abs(rounded * side - other * given)
            #expect(2 * error <= side || rounded == 1, "\(source) \(width)x\(height): \(output)")
        }
    }

    @Test("A larger box never results in a smaller picture", arguments: seeds, [Fit.fit, .fill, .force])
    func monotony(seed: UInt64, fit: Fit) {
        var random = CaseGenerator(seed: seed)
        for _ in 0..<Self.rounds {
            let source = random.size()
            let (width, height) = (1 + random.below(3000), 1 + random.below(3000))
            let larger = (width + random.below(50), height + random.below(50))
            let output = Geometry(source: source, width: width, height: height, fit: fit, enlarges: true).output
            let more = Geometry(source: source, width: larger.0, height: larger.1, fit: fit, enlarges: true).output
            #expect(more.width >= output.width && more.height >= output.height, "\(source) \(width)x\(height)")
        }
    }
}
