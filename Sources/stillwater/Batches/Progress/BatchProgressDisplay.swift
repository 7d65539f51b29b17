/// Redraws the lines of a batch's progress in place on a terminal; elsewhere, prints one line now and then.
struct BatchProgressDisplay {
    private let redraws: Bool
    private let columns: @Sendable () -> Int
    private let write: @Sendable (String) -> Void
    private var drawn = 0
    private var written: ContinuousClock.Instant?

    /// The interval between lines if nothing is redrawn.
    private static let lineInterval = Duration.seconds(10)

    init(redraws: Bool, columns: @escaping @Sendable () -> Int, write: @escaping @Sendable (String) -> Void) {
        self.redraws = redraws
        self.columns = columns
        self.write = write
    }

    /// The display on standard error.
    static var standardError: BatchProgressDisplay {
        BatchProgressDisplay(
            redraws: Terminal.standardError.redrawsLines, columns: { Terminal.standardError.columns },
            write: { Terminal.standardError.write($0) })
    }

    /// Shows the current state.
    mutating func show(_ meter: BatchProgressMeter, at now: ContinuousClock.Instant) {
        guard redraws else {
            if let written, written.duration(to: now) < Self.lineInterval { return }
            written = now
            return write(BatchProgressLines.one(meter) + "\n")
        }
        // One less than available: some terminals wrap as soon as the last column is written.
        let lines = BatchProgressLines.all(meter, columns: max(1, columns() - 1))
        write(erasing + lines.joined(separator: "\n") + "\n")
        drawn = lines.count
    }

    /// Removes the lines, so that other text can follow.
    mutating func close() {
        guard redraws, drawn > 0 else { return }
        write(erasing)
        drawn = 0
    }

    private var erasing: String { drawn > 0 ? "\u{1B}[\(drawn)A\u{1B}[J" : "" }
}
