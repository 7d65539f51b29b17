/// A flame graph as one SVG file, with search and zoom when opened in a browser.
///
/// The width of a box is its share. Functions of the program itself are in warm colours, those of libraries in cool
/// ones; in a comparison, growth is red and shrinkage blue.
public struct FlameGraph: Sendable {
    /// The file.
    public let svg: String

    private static let width = 1200.0
    private static let rowHeight = 17.0
    private static let top = 48.0
    /// Narrower boxes are omitted.
    private static let leastWidth = 0.3

    /// The graph of the values called `type` (`nil` for the profile's default), compared with their values in `base`.
    ///
    /// - Throws: `invalidRequest`, if there is no such type.
    public init(
        _ profile: Profile, type: String? = nil, base: Profile? = nil, rootLabel: String? = "stage"
    ) throws(ProfilingError) {
        let index = try profile.typeIndex(of: type)
        let valueType = profile.sampleTypes[index]
        let tree = FlameTree()
        tree.add(profile, index: index, isBase: false, rootLabel: rootLabel)
        if let base {
            tree.add(base, index: try base.typeIndex(of: valueType.type), isBase: true, rootLabel: rootLabel)
        }
        var drawing = Drawing(total: max(tree.root.width, 1), unit: valueType.unit, isDifference: base != nil)
        drawing.draw(tree.root, x: 0, depth: 0)
        svg = Self.file(drawing, title: valueType.type, total: tree.root.value)
    }

    /// The boxes drawn so far.
    private struct Drawing {
        let total: Int64
        let measurement: Measurement
        let isDifference: Bool
        var depth = 0
        var boxes: [String] = []

        init(total: Int64, unit: String, isDifference: Bool) {
            self.total = total
            self.isDifference = isDifference
            measurement = Measurement(unit: unit)
        }

        mutating func draw(_ node: FlameTree.Node, x: Double, depth level: Int) {
            let width = Double(node.width) / Double(total) * FlameGraph.width
            guard width >= FlameGraph.leastWidth else { return }
            depth = max(depth, level)
            boxes.append(box(node, x: x, width: width, level))
            var left = x
            let children = node.children.values.sorted { ($0.width, $1.name) > ($1.width, $0.name) }
            for child in children {
                draw(child, x: left, depth: level + 1)
                left += Double(child.width) / Double(total) * FlameGraph.width
            }
        }

        private func box(_ node: FlameTree.Node, x: Double, width: Double, _ level: Int) -> String {
            let y = FlameGraph.top + Double(level) * FlameGraph.rowHeight
            let number = { (value: Double) in FormattedNumber.fixed(value, digits: 2) }
            return """
                <g class="f" data-x="\(number(x))" data-w="\(number(width))" data-l="\(level)">\
                <title>\(XMLText.escaped(node.name)): \(XMLText.escaped(described(node)))</title>\
                <rect x="\(number(x))" y="\(number(y))" width="\(number(width))" height="16" fill="\(colour(node))"/>\
                <text x="\(number(x + 3))" y="\(number(y + 12))"></text></g>
                """
        }

        private func described(_ node: FlameTree.Node) -> String {
            let share = FormattedNumber.percentage(node.value, of: total).drop { $0 == " " }
            let text = "\(measurement.text(node.value)), \(share)"
            guard isDifference else { return text }
            let change = node.value - node.baseValue
            return "\(text); \(change > 0 ? "+" : "")\(measurement.text(change))"
        }

        private func colour(_ node: FlameTree.Node) -> String {
            if isDifference { return differenceColour(node) }
            // FNV-1a: a function has the same colour in every graph.
            let hash = node.name.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
            let (first, second, third) = (hash & 31, (hash >> 8) & 63, (hash >> 16) & 31)
            return node.isLibrary
                ? "rgb(\(150 + first),\(180 + second / 2),\(215 + third))"
                : "rgb(\(220 + first),\(130 + second),\(70 + third))"
        }

        private func differenceColour(_ node: FlameTree.Node) -> String {
            let change = Double(node.value - node.baseValue) / Double(max(node.value, node.baseValue, 1))
            let faded = Int(235 - 155 * min(abs(change), 1))
            return change >= 0 ? "rgb(245,\(faded),\(faded))" : "rgb(\(faded),\(faded),245)"
        }
    }

    private static func file(_ drawing: Drawing, title: String, total: Int64) -> String {
        let height = Int(top + Double(drawing.depth + 1) * rowHeight + 8)
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(Int(width))" height="\(height)" \
            viewBox="0 0 \(Int(width)) \(height)" font-family="monospace" font-size="11">
            <style>.f{cursor:pointer} .f rect{stroke:#fff;stroke-width:.4} .f text{pointer-events:none} \
            .hit rect{fill:#c0f} #tools text{cursor:pointer;fill:#06c}</style>
            <rect width="100%" height="100%" fill="#fff"/>
            <text x="4" y="18" font-size="14">\(XMLText.escaped(title)): \
            \(XMLText.escaped(drawing.measurement.text(total)))</text>
            <g id="tools"><text x="4" y="36" id="reset">whole</text><text x="60" y="36" id="search">search</text>\
            <text x="130" y="36" id="found"></text></g>
            \(drawing.boxes.joined(separator: "\n"))
            <script><![CDATA[\(FlameScript.text)]]></script>
            </svg>

            """
    }
}
