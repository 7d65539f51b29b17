/// Shows how a run goes on: one line that is drawn again and again on a terminal, one line a source elsewhere.
///
/// Used from one task. `write` is called with whole pieces of output and may block as the stream does.
struct ProgressDisplay {
    /// How the run is shown.
    enum Style: Sendable, Equatable {
        /// One line that is redrawn; failures stay above it.
        case redrawn
        /// A line for each source as it ends.
        case lines
        /// Nothing: somebody else writes the results.
        case silent
    }

    /// The shortest time between two drawings of the line.
    static let interval = Duration.milliseconds(100)

    private let style: Style
    private let columns: @Sendable () -> Int
    private let write: @Sendable (String) -> Void
    private var drawn: ContinuousClock.Instant?

    /// A display that asks for the terminal's width anew for each drawing, as windows change.
    init(style: Style, columns: @escaping @Sendable () -> Int, write: @escaping @Sendable (String) -> Void) {
        self.style = style
        self.columns = columns
        self.write = write
    }

    /// Shows that a source ended, which `meter` has counted already.
    mutating func show(_ outcome: SourceOutcome, _ meter: ProgressMeter, at now: ContinuousClock.Instant) {
        switch style {
        case .silent:
            return
        case .lines:
            write(outcome.line + "\n")
        case .redrawn:
            guard outcome.failure != nil else { return refresh(meter, at: now) }
            write(Self.eraseLine + outcome.line + "\n" + ProgressLine.text(meter, at: now, columns: width))
            drawn = now
        }
    }

    /// Draws the line anew if the last drawing is long enough ago; to be called from time to time also when nothing
    /// ends.
    mutating func refresh(_ meter: ProgressMeter, at now: ContinuousClock.Instant) {
        guard style == .redrawn else { return }
        if let drawn, drawn.duration(to: now) < Self.interval { return }
        write(Self.eraseLine + ProgressLine.text(meter, at: now, columns: width))
        drawn = now
    }

    /// Takes the line away, so that other text can follow.
    mutating func close() {
        guard style == .redrawn, drawn != nil else { return }
        write(Self.eraseLine)
        drawn = nil
    }

    /// One less than there are: some terminals wrap as soon as the last column is written.
    private var width: Int { max(1, columns() - 1) }

    private static let eraseLine = "\r\u{1B}[K"
}
