/// The position of a shorter length along a longer one. Offsets whose magnitude is 1 or more are pixels; smaller ones
/// are a share of the longer length.
enum AxisGravity: Hashable {
    /// Away from the left or top edge.
    case start(Double)
    /// Right or down from the middle.
    case middle(Double)
    /// Away from the right or bottom edge.
    case end(Double)
    /// A point, 0…1 of the longer length, that should appear in the middle of the shorter one.
    case focus(Double)

    /// The same along the reversed axis.
    var mirrored: AxisGravity {
        switch self {
        case .start(let offset): .end(offset)
        case .middle(let offset): .middle(-offset)
        case .end(let offset): .start(offset)
        case .focus(let share): .focus(1 - share)
        }
    }

    /// Where `inner` begins within `outer`, moved as little as necessary to lie inside. `inner` is at most `outer`.
    func position(of inner: Int, in outer: Int, dpr: Double) -> Int {
        max(0, min(outer - inner, unbounded(inner, outer, dpr)))
    }

    /// Where `inner` begins within or over `outer`, moved as little as necessary to keep one pixel of it inside.
    func overhangingPosition(of inner: Int, in outer: Int, dpr: Double) -> Int {
        max(1 - inner, min(outer - 1, unbounded(inner, outer, dpr)))
    }

    /// Example: 50 in the middle of 101 begins at (101 − 50 + 1) / 2 = 26.
    private func unbounded(_ inner: Int, _ outer: Int, _ dpr: Double) -> Int {
        switch self {
        case .start(let offset): pixels(offset, outer, dpr)
        case .middle(let offset):
            GeometryRounding.position(Double(outer - inner + 1) / 2) + pixels(offset, outer, dpr)
        case .end(let offset): outer - inner - pixels(offset, outer, dpr)
        case .focus(let share): GeometryRounding.position(outer, times: share) - inner / 2
        }
    }

    private func pixels(_ offset: Double, _ outer: Int, _ dpr: Double) -> Int {
        abs(offset) >= 1
            ? GeometryRounding.position(offset * dpr) : GeometryRounding.position(outer, times: offset)
    }
}
