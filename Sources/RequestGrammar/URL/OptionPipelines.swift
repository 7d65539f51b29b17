import ImageModel

/// The options of a path or a preset, by pipeline.
struct OptionPipelines: Sendable {
    /// The most pipelines that one request may have.
    static let maximum = 16

    /// At least one list.
    private(set) var uses: [[OptionUse]] = [[]]

    /// Reads `segments`, in which `-` begins a new pipeline.
    ///
    /// - Throws: `unknownOption`, `proOnly`, `invalidArgument`, `invalidPath`.
    init(_ segments: some Sequence<Substring>, table: OptionTable, separator: String) throws(RequestError) {
        for segment in segments {
            if segment == "-" {
                uses.append([])
            } else {
                uses[uses.count - 1].append(try table.use(of: segment, separator: separator))
            }
        }
        try Self.check(count: uses.count)
    }

    /// - Throws: `invalidPath` for more pipelines than a request may have.
    static func check(count: Int) throws(RequestError) {
        guard count <= maximum else {
            throw RequestError(.invalidPath, "expected at most \(maximum) pipelines, got \(count)")
        }
    }

    /// All options in order.
    var all: [OptionUse] { uses.flatMap(\.self) }
}
