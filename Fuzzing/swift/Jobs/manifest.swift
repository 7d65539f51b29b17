/// Lists of sources. Cut into pieces at any place, they are read as in one.
private let rules = ManifestRules(required: ["sku"], optional: ["stem", "dir"])

private func read(_ bytes: [UInt8], _ format: ManifestFormat, _ rules: ManifestRules, pieces: Int) -> (
    items: [NewItem], faults: [ManifestFault], count: Int
) {
    var parser = ManifestParser(format, rules: rules)
    var items: [NewItem] = []
    var start = 0
    while start < bytes.count {
        let end = min(bytes.count, start + pieces)
        items += parser.read(bytes[start..<end])
        start = end
    }
    items += parser.finish()
    return (items, parser.faults, parser.faultCount)
}

@Sendable func fuzzManifest(_ bytes: [UInt8]) {
    guard let piece = bytes.first.map({ Int($0) % 31 + 1 }) else { return }
    for format in ManifestFormat.allCases {
        for rules in format == .lines ? [ManifestRules()] : [ManifestRules(), rules] {
            let whole = read(bytes, format, rules, pieces: bytes.count)
            let cut = read(bytes, format, rules, pieces: piece)
            guard whole == cut else { fatalError("read in pieces of \(piece), it is another list") }
            guard whole.items.allSatisfy({ !$0.source.isEmpty && $0.line > 0 }) else { fatalError("an item is empty") }
        }
    }
}
