package import ImageModel

/// How several sizes of one picture come from one decode: largest first, each next one from the smallest larger
/// picture that still has at least twice its pixels per side, or else from the decoded one.
///
/// Resizing from a picture of twice the size costs a fraction of resizing from the source, and with Lanczos 3 after it
/// the result can't be told from one made directly. Sizes are those of the source's proportions, computed by the
/// caller: rounding never adds up from step to step.
package struct Ladder: Sendable, Hashable, Codable {
    package enum Parent: Sendable, Hashable, Codable {
        case decoded
        /// The index of an earlier step.
        case step(Int)
    }

    package struct Step: Sendable, Hashable, Codable {
        /// Upright pixels of the whole picture.
        package var size: PixelSize
        package var parent: Parent
    }

    /// In the order in which they are made; each size once.
    package var steps: [Step]

    /// The ladder for the requested sizes, in any order, with repetitions.
    package init(sizes: some Sequence<PixelSize>) {
        steps = []
        let distinct = Set(sizes).sorted { ($0.pixels, $0.width) > ($1.pixels, $1.width) }
        for size in distinct {
            let parent = steps.lastIndex { $0.size.width >= 2 * size.width && $0.size.height >= 2 * size.height }
            steps.append(Step(size: size, parent: parent.map(Parent.step) ?? .decoded))
        }
    }

    /// The steps that are made from the decoded picture.
    package var rootCount: Int { steps.count { $0.parent == .decoded } }

    /// The step after which each picture is no longer needed: its own index if nothing is made from it.
    package var lastUses: [Int] {
        var last = Array(steps.indices)
        for (index, step) in steps.enumerated() {
            if case .step(let parent) = step.parent { last[parent] = index }
        }
        return last
    }
}
