@testable import ImageModel

/// The sizes of `GeometryOracle`: the documented arithmetic on pairs (across, down), sentence by sentence.
struct ScaleOracle {
    private let asked: GeometryCase
    private let base: [Int]
    private var scales: [Double]
    private(set) var dpr: Double

    private var rendition: Rendition { asked.rendition }
    private var box: [Int] { [rendition.width ?? 0, rendition.height ?? 0] }
    private var zoom: [Double] { [rendition.zoomX, rendition.zoomY] }

    init(_ asked: GeometryCase, base: [Int]) {
        self.asked = asked
        self.base = base
        dpr = asked.rendition.dpr
        scales = [1, 1]
        var shrinks = boxShrinks()
        for axis in 0...1 { shrinks[axis] /= zoom[axis] }
        if !rendition.enlarges && !asked.isVector {
            let least = shrinks.min() ?? 1
            if least < 1 {
                shrinks = shrinks.map { $0 / least }
                dpr = rendition.extend == nil ? dpr / least : dpr
            }
            dpr = [dpr, shrinks[0], shrinks[1]].min() ?? dpr
        }
        for (axis, minimum) in [rendition.minimumWidth, rendition.minimumHeight].enumerated() {
            guard let minimum, Double(base[axis]) / Double(minimum) < shrinks[axis] else { continue }
            let most = Double(base[axis]) / Double(minimum)
            shrinks[1 - axis] /= shrinks[axis] / most
            shrinks[axis] = most
        }
        scales = (0...1).map { 1 / min(shrinks[$0] / dpr, Double(base[$0])) }
    }

    /// The fits, as a table of which shrink counts.
    private func boxShrinks() -> [Double] {
        var shrinks = (0...1).map { box[$0] == 0 ? 1 : Double(base[$0]) / Double(box[$0]) }
        if rendition.fit == .force { return shrinks }
        if box[0] == 0 || box[1] == 0 {
            let given = box[0] == 0 ? 1 : 0
            return box == [0, 0] ? [1, 1] : [shrinks[given], shrinks[given]]
        }
        let sameShape = (base[0] >= base[1]) == (box[0] >= box[1])
        let covers = [.fill, .fillDown].contains(rendition.fit) || (rendition.fit == .auto && sameShape)
        shrinks.sort()
        return covers ? [shrinks[0], shrinks[0]] : [shrinks[1], shrinks[1]]
    }

    // MARK: What follows from scale and dpr

    private var target: [Int] {
        (0...1).map { box[$0] == 0 ? 0 : max(1, Int((Double(box[$0]) * (dpr * zoom[$0])).rounded())) }
    }

    var scaled: [Int] { (0...1).map { max(1, Int((Double(base[$0]) * scales[$0]).rounded())) } }

    var kept: [Int] {
        let (target, scaled) = (target, scaled)
        var kept = (0...1).map { target[$0] == 0 ? scaled[$0] : min(target[$0], scaled[$0]) }
        guard rendition.fit == .fillDown, !rendition.enlarges, !target.contains(0) else { return kept }
        let missing = (0...1).map { Double(target[$0]) / Double(scaled[$0]) }
        guard let most = missing.max(), most > 1, missing[0] != missing[1] else { return kept }
        let axis = missing[0] == most ? 0 : 1
        kept[axis] = scaled[axis]
        let other = (Double(scaled[axis]) * (Double(target[1 - axis]) / Double(target[axis]))).rounded()
        kept[1 - axis] = min(scaled[1 - axis], max(1, Int(other)))
        return kept
    }

    /// With `extend`: the box, where it is larger.
    var extended: [Int] { zip(target, kept).map { max($0, $1) } }

    /// With `extendAspectRatio`: the side that the box would have to lengthen more is lengthened.
    var proportional: [Int] {
        let (target, kept) = (target, kept)
        guard !target.contains(0) else { return kept }
        let missing = (0...1).map { Double(target[$0]) / Double(kept[$0]) }
        guard missing[0] != missing[1] else { return kept }
        let axis = missing[0] > missing[1] ? 0 : 1
        var canvas = kept
        canvas[axis] = Int((Double(kept[1 - axis]) * (Double(target[axis]) / Double(target[1 - axis]))).rounded())
        return canvas
    }

    /// Top, right, bottom, left.
    var padding: [Int] {
        [rendition.padding.top, rendition.padding.right, rendition.padding.bottom, rendition.padding.left].map {
            Int((Double($0) * dpr).rounded(.toNearestOrEven))
        }
    }

    /// The longer side of the result.
    private var longest: Int {
        let inside = rendition.extend != nil ? extended : rendition.extendAspectRatio != nil ? proportional : kept
        return max(inside[0] + padding[1] + padding[3], inside[1] + padding[0] + padding[2])
    }

    mutating func meetLimits() {
        let limits = [asked.maximumSide, asked.maximumResultSide].filter { $0 > 0 }
        while let limit = limits.min(), longest > limit {
            let factor = Double(limit) / Double(longest)
            scales = (0...1).map { max(scales[$0] * factor, 1 / Double(base[$0])) }
            dpr *= factor
        }
    }
}
