import ImageModel

/// The result for one source.
struct SourceOutcome: Sendable, Equatable {
    /// Why the source, or some of its renditions, could not be made.
    struct Failure: Sendable, Equatable {
        /// One code from a closed set, for programs.
        var code: String
        /// For people.
        var reason: String
    }

    /// The path or URL as given by the user or by the directory listing.
    var source: String
    /// Bytes that were read; 0 if none were.
    var bytesIn: Int
    /// From the start of reading to the end of writing.
    var elapsed: Duration
    /// What was written, including before a failure; paths are relative to the working directory, or absolute.
    var outputs: [StoredFile]
    /// `nil` if everything was made.
    var failure: Failure?

    init(
        source: String, bytesIn: Int, elapsed: Duration, outputs: [StoredFile], failure: Failure? = nil
    ) {
        self.source = source
        self.bytesIn = bytesIn
        self.elapsed = elapsed
        self.outputs = outputs
        self.failure = failure
    }

    var bytesOut: Int { outputs.reduce(0) { $0 + $1.facts.byteCount } }

    /// Whether the source is damaged, and what was written shows what there is of it.
    var isDamaged: Bool { outputs.contains(where: \.facts.isDamaged) }

    /// One line for people: `a.jpg -> 5 renditions, 1.2 MB -> 210 kB, 84 ms` or `a.jpg: failed: reason`.
    var line: String {
        let source = TerminalText.printable(source)
        if let failure { return "\(source): failed: \(TerminalText.printable(failure.reason))" }
        let renditions = HumanText.count(outputs.count, "rendition")
        let sizes = "\(HumanText.bytes(bytesIn)) -> \(HumanText.bytes(bytesOut))"
        let remark = isDamaged ? "; the source is damaged" : ""
        return "\(source) -> \(renditions), \(sizes), \(HumanText.duration(elapsed))\(remark)"
    }
}
