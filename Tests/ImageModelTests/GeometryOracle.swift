import ImageModel

/// The sizes of a rendition by another way than the product's: fractions that are reduced, in 128 bits, and the words of
/// the documentation taken one by one.
enum GeometryOracle {
    struct Sides: Equatable {
        var width: Int
        var height: Int
    }

    struct Request {
        var source: Sides
        var width: Int?
        var height: Int?
        var fit: Fit
        var enlarges: Bool
        var maximumSide: Int

        /// Sizes of all magnitudes, about one in eight sides left open, about half of the cases with a limit.
        init(fit: Fit, enlarges: Bool, using random: inout some RandomNumberGenerator) {
            func length() -> Int {
                let bits = Int.random(in: 0...15, using: &random)
                return Int.random(in: 1...(1 << bits), using: &random)
            }
            source = Sides(width: length(), height: length())
            width = Int.random(in: 0..<8, using: &random) == 0 ? nil : length()
            height = Int.random(in: 0..<8, using: &random) == 0 ? nil : length()
            self.fit = fit
            self.enlarges = enlarges
            maximumSide = Bool.random(using: &random) ? 65_500 : 1000
        }
    }

    /// A fraction of whole numbers, reduced.
    private struct Fraction {
        var numerator: Int128
        var denominator: Int128

        init(_ numerator: Int, _ denominator: Int) {
            var (divisor, rest) = (numerator, denominator)
            while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
            self.numerator = Int128(numerator / divisor)
            self.denominator = Int128(denominator / divisor)
        }

        func isLess(than other: Fraction) -> Bool {
            numerator * other.denominator < other.numerator * denominator
        }

        /// The nearest whole number to `length` times this, of two equally near the larger; at least 1.
        func of(_ length: Int) -> Int {
            let product = Int128(length) * numerator
            let floor = product / denominator
            let rest = product - floor * denominator
            return max(1, Int(rest * 2 >= denominator ? floor + 1 : floor))
        }

        func of(_ sides: Sides) -> Sides { Sides(width: of(sides.width), height: of(sides.height)) }
    }

    private static func smaller(_ left: Fraction, _ right: Fraction) -> Fraction {
        right.isLess(than: left) ? right : left
    }

    private static func larger(_ left: Fraction, _ right: Fraction) -> Fraction {
        left.isLess(than: right) ? right : left
    }

    static func result(of request: Request) -> (scaled: Sides, output: Sides) {
        let source = request.source
        switch request.fit {
        case .force:
            let box = Sides(
                width: bounded(request.width ?? source.width, source.width, request),
                height: bounded(request.height ?? source.height, source.height, request))
            return (box, box)
        case .fill:
            guard let width = request.width, let height = request.height else { return fitted(request) }
            return filled(request, bounded(width, source.width, request), bounded(height, source.height, request))
        case .fit:
            return fitted(request)
        }
    }

    /// A side of the box: at most the format's, and at most the source's unless it may be enlarged.
    private static func bounded(_ side: Int, _ sourceSide: Int, _ request: Request) -> Int {
        let allowed = min(side, request.maximumSide)
        return request.enlarges ? allowed : min(allowed, sourceSide)
    }

    private static func fitted(_ request: Request) -> (scaled: Sides, output: Sides) {
        let source = request.source
        var scale: Fraction?
        if let width = request.width { scale = Fraction(width, source.width) }
        if let height = request.height {
            let byHeight = Fraction(height, source.height)
            scale = scale.map { smaller($0, byHeight) } ?? byHeight
        }
        var chosen = scale ?? Fraction(1, 1)
        if !request.enlarges { chosen = smaller(chosen, Fraction(1, 1)) }
        let sides = smaller(chosen, Fraction(request.maximumSide, max(source.width, source.height))).of(source)
        return (sides, sides)
    }

    private static func filled(_ request: Request, _ width: Int, _ height: Int) -> (scaled: Sides, output: Sides) {
        let source = request.source
        var scale = larger(Fraction(width, source.width), Fraction(height, source.height))
        if !request.enlarges { scale = smaller(scale, Fraction(1, 1)) }
        let scaled = scale.of(source)
        return (scaled, Sides(width: min(width, scaled.width), height: min(height, scaled.height)))
    }
}
