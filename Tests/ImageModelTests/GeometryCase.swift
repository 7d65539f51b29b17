@testable import ImageModel

/// One random test case for the geometry: a source, a rendition with any of its options, and limits.
struct GeometryCase: CustomStringConvertible {
    var stored: PixelSize
    var orientation: Orientation
    var isVector: Bool
    var rendition: Rendition
    var maximumSide = Int.max
    var maximumResultSide = 0
    /// The position of a crop that only pixels can determine.
    var found = (left: 0, top: 0)

    var geometry: Geometry {
        Geometry(
            rendition, stored: stored, orientation: orientation, isVector: isVector, maximumSide: maximumSide,
            maximumResultSide: maximumResultSide)
    }

    var description: String {
        """
        \(stored) \(orientation)\(isVector ? " vector" : "") max \(maximumSide)/\(maximumResultSide) \
        found \(found) \(rendition)
        """
    }

    init(using random: inout CaseGenerator) {
        stored = random.size()
        orientation = random.pick(Orientation.allCases)
        isVector = random.chance(10)
        rendition = Rendition(width: random.side(), height: random.side(), fit: random.pick(Fit.allCases))
        if random.chance(20) { rendition.minimumWidth = random.side() }
        if random.chance(20) { rendition.minimumHeight = random.side() }
        rendition.zoomX = random.pick([1, 1, 1, 0.5, 2, 1.3, 0.37])
        rendition.zoomY = random.chance(70) ? rendition.zoomX : random.pick([1, 0.5, 1.7])
        rendition.dpr = random.pick([1, 1, 1, 2, 1.5, 0.5, 0.75, 3, 0.1])
        rendition.enlarges = random.chance(40)
        rendition.extend = random.chance(25) ? random.gravity(pixels: false) : nil
        rendition.extendAspectRatio = random.chance(25) ? random.gravity(pixels: false) : nil
        rendition.gravity = random.gravity(pixels: true)
        rendition.crop = random.chance(40) ? random.crop() : nil
        if random.chance(30) { rendition.padding = random.padding() }
        rendition.autoRotates = random.chance(80)
        rendition.quarterTurns = random.pick([0, 0, 1, 2, 3])
        rendition.flipsHorizontally = random.chance(30)
        rendition.flipsVertically = random.chance(30)
        if random.chance(25) { maximumSide = random.pick([1, 7, 64, 256, 1000, 16_383]) }
        if random.chance(25) { maximumResultSide = random.pick([1, 5, 50, 333, 2000]) }
        found = (random.below(60), random.below(60))
    }
}

/// A fixed sequence of numbers for a seed (SplitMix64), from which cases are made.
struct CaseGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &self) }

    mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

    mutating func pick<Value>(_ values: [Value]) -> Value { values[below(values.count)] }

    /// Rounding matters most for small sides.
    mutating func size() -> PixelSize {
        let longest = pick([4, 40, 400, 3000, 20_000])
        return PixelSize(width: 1 + below(longest), height: 1 + below(longest))
    }

    mutating func side() -> Int? { chance(25) ? nil : 1 + below(pick([4, 40, 400, 3000])) }

    mutating func padding() -> Padding {
        Padding(top: below(30), right: below(30), bottom: below(30), left: below(300))
    }

    /// Pixels (whole and half), shares, or nothing; either sign.
    mutating func offset() -> Double {
        let sign: Double = chance(50) ? 1 : -1
        return sign * pick([0, 0, Double(2 + below(80)) / 2, Double(below(64)) / 64, Double(below(100)) / 100])
    }

    /// Focus points are 64ths: mirroring them twice is exact.
    mutating func gravity(pixels: Bool) -> Gravity {
        let edges: [Gravity.Anchor] = [
            .centre, .north, .south, .east, .west, .northEast, .northWest, .southEast, .southWest,
        ]
        let point = Gravity.Anchor.focus(x: Double(below(65)) / 64, y: Double(below(65)) / 64)
        let anchors = edges + [point] + (pixels ? [.smart] : [])
        return Gravity(pick(anchors), offsetX: offset(), offsetY: offset())
    }

    mutating func crop() -> SourceCrop {
        SourceCrop(
            width: cropSide(), height: cropSide(), gravity: chance(60) ? gravity(pixels: true) : nil,
            aspectRatio: chance(70) ? 0 : pick([1, 1.5, 0.5, 1.777, 20, 0.01]), enlarges: chance(50))
    }

    private mutating func cropSide() -> Double {
        pick([0, Double(1 + below(99)) / 100, Double(1 + below(40)), Double(1 + below(4000)) + 0.75])
    }
}
