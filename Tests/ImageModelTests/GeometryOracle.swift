@testable import ImageModel

/// What a URL processor compatible with imgproxy has to do with a picture, step by step and without any of the
/// product's formulas: the slow result to compare with.
struct GeometryOracle {
    private(set) var picture: VirtualPicture
    private(set) var dpr: Double
    private let asked: GeometryCase

    init(_ asked: GeometryCase) {
        self.asked = asked
        picture = VirtualPicture(width: asked.stored.width, height: asked.stored.height)
        let crop = asked.rendition.crop.map { Self.cropSize($0, shown: Self.shownSides(asked)) }
        let sides = crop ?? Self.shownSides(asked)
        var numbers = ScaleOracle(asked, base: sides)
        numbers.meetLimits()
        dpr = numbers.dpr
        cutSource(crop)
        let scaled = numbers.scaled
        picture.resize(
            width: Self.isTurned(asked) ? scaled[1] : scaled[0], height: Self.isTurned(asked) ? scaled[0] : scaled[1])
        for move in Self.moves(asked) { move.apply(to: &picture) }
        cutToBox(numbers.kept)
        if asked.rendition.extend != nil || asked.rendition.extendAspectRatio != nil { extend(numbers) }
        let padding = numbers.padding
        picture.crop(
            left: -padding[3], top: -padding[0], width: picture.width + padding[1] + padding[3],
            height: picture.height + padding[0] + padding[2])
    }

    // MARK: The turns

    private enum Move {
        case turn, mirror, flip

        func apply(to picture: inout VirtualPicture) {
            switch self {
            case .turn: picture.turnClockwise()
            case .mirror: picture.mirror()
            case .flip: picture.flip()
            }
        }

        /// A direction after this transformation, as it was before.
        func undone(_ vector: (Double, Double)) -> (Double, Double) {
            switch self {
            case .turn: (vector.1, -vector.0)
            case .mirror: (-vector.0, vector.1)
            case .flip: (vector.0, -vector.1)
            }
        }

        /// A point of the unit square after this transformation, as it was before.
        func undone(point: (Double, Double)) -> (Double, Double) {
            switch self {
            case .turn: (point.1, 1 - point.0)
            case .mirror: (1 - point.0, point.1)
            case .flip: (point.0, 1 - point.1)
            }
        }
    }

    /// EXIF's values as rotations and then a mirroring, followed by what the rendition requests.
    private static func moves(_ asked: GeometryCase) -> [Move] {
        let turns = [1: 0, 2: 0, 3: 2, 4: 2, 5: 1, 6: 1, 7: 3, 8: 3]
        let tag = asked.rendition.autoRotates ? asked.orientation.rawValue : 1
        var moves = [Move](repeating: .turn, count: turns[tag] ?? 0)
        if [2, 4, 5, 7].contains(tag) { moves.append(.mirror) }
        moves += [Move](repeating: .turn, count: asked.rendition.quarterTurns)
        if asked.rendition.flipsHorizontally { moves.append(.mirror) }
        if asked.rendition.flipsVertically { moves.append(.flip) }
        return moves
    }

    private static func isTurned(_ asked: GeometryCase) -> Bool {
        moves(asked).count { $0 == .turn } % 2 == 1
    }

    private static func shownSides(_ asked: GeometryCase) -> [Int] {
        let sides = [asked.stored.width, asked.stored.height]
        return isTurned(asked) ? sides.reversed() : sides
    }

    // MARK: The cuts

    private static func cropSize(_ crop: SourceCrop, shown: [Int]) -> [Int] {
        var sides = zip([crop.width, crop.height], shown).map { asked, side in
            if asked == 0 { return side }
            return asked < 1 ? max(1, Int((Double(side) * asked).rounded())) : min(side, Int(asked))
        }
        guard crop.aspectRatio != 0 else { return sides }
        func byHeight(_ height: Int) -> [Int] { [max(1, Int((Double(height) * crop.aspectRatio).rounded())), height] }
        func byWidth(_ width: Int) -> [Int] { [width, max(1, Int((Double(width) / crop.aspectRatio).rounded()))] }
        let isNarrower = Double(sides[0]) / Double(sides[1]) < crop.aspectRatio
        sides = isNarrower != crop.enlarges ? byWidth(sides[0]) : byHeight(sides[1])
        guard sides[0] > shown[0] || sides[1] > shown[1] else { return sides }
        return sides[0] > shown[0] ? byWidth(shown[0]) : byHeight(shown[1])
    }

    /// Before the rotations, so the gravity has to be rotated back.
    private mutating func cutSource(_ shown: [Int]?) {
        guard let shown else { return }
        let size = Self.isTurned(asked) ? [shown[1], shown[0]] : shown
        let gravity = asked.rendition.crop?.gravity ?? asked.rendition.gravity
        cut(size, gravity, undoing: Self.moves(asked).reversed(), dpr: 1)
    }

    private mutating func cutToBox(_ size: [Int]) { cut(size, asked.rendition.gravity, undoing: [], dpr: dpr) }

    private mutating func cut(_ size: [Int], _ gravity: Gravity, undoing moves: [Move], dpr: Double) {
        guard size[0] < picture.width || size[1] < picture.height else { return }
        let outer = [picture.width, picture.height]
        var place = [asked.found.left, asked.found.top]
        if gravity.anchor != .smart { place = Self.place(size, in: outer, gravity, undoing: moves, dpr: dpr) }
        let inside = (0...1).map { min(max(place[$0], 0), outer[$0] - size[$0]) }
        picture.crop(left: inside[0], top: inside[1], width: size[0], height: size[1])
    }

    private mutating func extend(_ numbers: ScaleOracle) {
        let gravity = asked.rendition.extend ?? asked.rendition.extendAspectRatio ?? .centre
        let inner = [picture.width, picture.height]
        let canvas = asked.rendition.extend != nil ? numbers.extended : numbers.proportional
        guard canvas != inner else { return }
        let place = Self.place(inner, in: canvas, gravity, undoing: [], dpr: dpr)
        let inside = (0...1).map { min(max(place[$0], 0), canvas[$0] - inner[$0]) }
        picture.crop(left: -inside[0], top: -inside[1], width: canvas[0], height: canvas[1])
    }

    /// Edges are directions and offsets distances: both are vectors, which rotate with the picture.
    private static func place(
        _ inner: [Int], in outer: [Int], _ gravity: Gravity, undoing moves: [Move], dpr: Double
    ) -> [Int] {
        if case .focus(let x, let y) = gravity.anchor {
            let point = moves.reduce((x, y)) { $1.undone(point: $0) }
            return zip([point.0, point.1], 0...1).map { share, axis in
                Int((Double(outer[axis]) * share).rounded(.toNearestOrEven)) - inner[axis] / 2
            }
        }
        let edge = direction(gravity.anchor)
        let way = (edge.0 > 0 ? -gravity.offsetX : gravity.offsetX, edge.1 > 0 ? -gravity.offsetY : gravity.offsetY)
        let (turnedEdge, turnedWay) = moves.reduce((edge, way)) { ($1.undone($0.0), $1.undone($0.1)) }
        return zip([(turnedEdge.0, turnedWay.0), (turnedEdge.1, turnedWay.1)], 0...1).map { vector, axis in
            let (edge, way) = vector
            let free = outer[axis] - inner[axis]
            let middle = Int((Double(free + 1) / 2).rounded(.toNearestOrEven))
            let steps = abs(way) >= 1 ? way * dpr : way * Double(outer[axis])
            return (edge < 0 ? 0 : edge > 0 ? free : middle) + Int(steps.rounded(.toNearestOrEven))
        }
    }

    private static func direction(_ anchor: Gravity.Anchor) -> (Double, Double) {
        switch anchor {
        case .centre, .smart, .focus: (0, 0)
        case .north: (0, -1)
        case .south: (0, 1)
        case .east: (1, 0)
        case .west: (-1, 0)
        case .northEast: (1, -1)
        case .northWest: (-1, -1)
        case .southEast: (1, 1)
        case .southWest: (-1, 1)
        }
    }
}
