/// Stacks put together from the root on: what a flame graph draws.
struct FlameTree {
    /// A function below the same callers.
    final class Node {
        let name: String
        let isLibrary: Bool
        fileprivate(set) var value: Int64 = 0
        /// Of the base, in a difference.
        fileprivate(set) var baseValue: Int64 = 0
        fileprivate(set) var children: [String: Node] = [:]

        fileprivate init(_ name: String, isLibrary: Bool) {
            self.name = name
            self.isLibrary = isLibrary
        }

        /// What is drawn: the greater of the two, so that what has gone is seen, too.
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
    /// Longest cycle of functions that is folded when it repeats.
    private static let longestCycle = 4

    /// Adds the positive values of value `index`; samples of one value of the label `rootLabel` stand together.
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

    /// A cycle that repeats (a function that calls itself; three that call each other in turn) is kept once.
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
