import ImageModel

/// One argument, parsed and known to be in range.
enum ArgumentValue: Sendable, Hashable {
    case boolean(Bool)
    case integer(Int)
    case number(Double)
    case colour(Colour)
    case format(ImageFormat)
    case text(String)
}

/// The arguments given to one option, each of the kind that the option declares.
struct ArgumentValues: Sendable, Hashable {
    /// `nil` for an empty argument.
    private let values: [ArgumentValue?]
    let origin: ArgumentText.Origin

    init(_ values: [ArgumentValue?], origin: ArgumentText.Origin = .url) {
        self.values = values
        self.origin = origin
    }

    /// How many are given, including empty ones.
    var count: Int { values.count }

    subscript(index: Int) -> ArgumentValue? { values.indices.contains(index) ? values[index] : nil }

    // Each of these is `nil` for an argument that is empty, missing, or declared to be of another kind.

    func boolean(_ index: Int) -> Bool? {
        if case .boolean(let value) = self[index] { value } else { nil }
    }

    func integer(_ index: Int) -> Int? {
        if case .integer(let value) = self[index] { value } else { nil }
    }

    func number(_ index: Int) -> Double? {
        if case .number(let value) = self[index] { value } else { nil }
    }

    func colour(_ index: Int) -> Colour? {
        if case .colour(let value) = self[index] { value } else { nil }
    }

    func format(_ index: Int) -> ImageFormat? {
        if case .format(let value) = self[index] { value } else { nil }
    }

    func text(_ index: Int) -> String? {
        if case .text(let value) = self[index] { value } else { nil }
    }

    /// The gravity whose name is the argument at `index`, with the two offsets or coordinates after it; `nil` if it is
    /// missing. An empty offset or coordinate is 0.
    ///
    /// - Throws: `invalidArgument` for a focus point with a coordinate missing or outside 0…1, and for `sm` with
    ///   offsets.
    func gravity(at index: Int) throws(RequestError) -> Gravity? {
        guard let name = text(index) else { return nil }
        let (x, y) = (number(index + 1) ?? 0, number(index + 2) ?? 0)
        switch ArgumentKind.SpecialAnchor(rawValue: name) {
        case .focus:
            guard count > index + 2, NumberRange.share.contains(x), NumberRange.share.contains(y) else {
                throw RequestError(
                    .invalidArgument, "gravity fp: expected x and y, each \(NumberRange.share.expectation)")
            }
            return Gravity(.focus(x: x, y: y))
        case .smart:
            guard count <= index + 1 else { throw RequestError(.invalidArgument, "gravity sm: takes no offsets") }
            return Gravity(.smart)
        case .tiled, nil:
            return Gravity(AnchorNames.anchor(named: name) ?? .centre, offsetX: x, offsetY: y)
        }
    }
}

extension Gravity {
    /// The arguments that produce this gravity, without offsets that are 0.
    var arguments: [String] {
        let name = AnchorNames.name(of: anchor)
        switch anchor {
        case .smart: return [name]
        case .focus(let x, let y): return [name, "\(NumberText(x))", "\(NumberText(y))"]
        default:
            guard offsetX != 0 || offsetY != 0 else { return [name] }
            return [name, "\(NumberText(offsetX))", "\(NumberText(offsetY))"]
        }
    }
}
