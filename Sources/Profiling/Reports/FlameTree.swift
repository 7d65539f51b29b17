/// Stacks merged from the root: the data of a flame graph.
struct FlameTree {
    /// A function with the same callers.
    final class Node {
        let name: String
        let isLibrary: Bool
        fileprivate(set) var value: Int64 = 0
        /// The value in the base, for a comparison.
        fileprivate(set) var baseValue: Int64 = 0
        fileprivate(set) var children: [String: Node] = [:]

        fileprivate init(_ name: String, isLibrary: Bool) {
            self.name = name
            self.isLibrary = isLibrary
        }

        /// The width to draw: the larger of the two, so that what is gone is visible, too.
        var width: Int64 {
            max(value, baseValue, children.values.reduce(0) { $0 + $1.width })
        }

        fileprivate func child(_ name: String, isLibrary: Bool) -> Node {
            if let child = children[name] { return child }
            let child = Node(name, isLibrary: isLibrary)
            children[name] = child
            return child
        }
    }

    let root = Node("all", isLibrary: false)
    /// The longest cycle of functions that is folded when it repeats.
    private static let longestCycle = 4

    /// Adds the positive values at `index`; samples with the same value of the label `rootLabel` are grouped.
    func add(_ profile: Profile, index: Int, isBase: Bool, rootLabel: String?) {
        let program = profile.mappings.first?.file
        let isLibrary = profile.locations.map { $0.mapping.map { profile.mappings[$0].file } != program }
        for sample in profile.samples where sample.values[index] > 0 {
            var frames: [(name: String, isLibrary: Bool)] = []
            if let rootLabel, let label = sample.labels.first(where: { $0.key == rootLabel }) {
                frames.append(("\(rootLabel): \(label.value)", false))
            }
            for location in sample.stack.reversed() {
                for name in profile.names(of: [location]).reversed() { frames.append((name, isLibrary[location])) }
            }
            add(Self.folded(frames), sample.values[index], isBase)
        }
    }

    private func add(_ frames: [(name: String, isLibrary: Bool)], _ value: Int64, _ isBase: Bool) {
        var node = root
        for frame in [nil] + frames.map(Optional.some) {
            if let frame { node = node.child(frame.name, isLibrary: frame.isLibrary) }
            if isBase { node.baseValue += value } else { node.value += value }
        }
    }

    /// A repeated cycle (a function that calls itself; three that call each other in turn) is kept once.
    static func folded(_ frames: [(name: String, isLibrary: Bool)]) -> [(name: String, isLibrary: Bool)] {
        var folded: [(name: String, isLibrary: Bool)] = []
        for frame in frames {
            folded.append(frame)
            for length in 1...longestCycle where folded.count >= 2 * length {
                let last = folded.suffix(length).map(\.name)
                guard last == folded.dropLast(length).suffix(length).map(\.name) else { continue }
                folded.removeLast(length)
                break
            }
        }
        return folded
    }
}
