/// Shows the progress of a run: one line that is redrawn on a terminal, or one line per source elsewhere.
///
/// Used from one task. `write` is called with complete pieces of output and may block as the stream does.
struct ProgressDisplay {
    /// How the run is shown.
    enum Style: Sendable, Equatable {
        /// One line that is redrawn; failures remain above it.
        case redrawn
        /// A line for each source as it ends.
        case lines
        /// Nothing: the results are written elsewhere.
        case silent
    }

    /// The shortest time between two drawings of the line.
    static let interval = Duration.milliseconds(100)

    private let style: Style
    private let columns: @Sendable () -> Int
    private let write: @Sendable (String) -> Void
    private var drawn: ContinuousClock.Instant?

    /// A display that queries the terminal's width for each redraw, because windows change.
    init(style: Style, columns: @escaping @Sendable () -> Int, write: @escaping @Sendable (String) -> Void) {
        self.style = style
        self.columns = columns
        self.write = write
    }

    /// Shows that a source ended; `meter` has counted it already.
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

    /// Redraws the line if the last redraw is long enough ago; call it from time to time even if nothing ends.
    mutating func refresh(_ meter: ProgressMeter, at now: ContinuousClock.Instant) {
        guard style == .redrawn else { return }
        if let drawn, drawn.duration(to: now) < Self.interval { return }
        write(Self.eraseLine + ProgressLine.text(meter, at: now, columns: width))
        drawn = now
    }

    /// Removes the line, so that other text can follow.
    mutating func close() {
        guard style == .redrawn, drawn != nil else { return }
        write(Self.eraseLine)
        drawn = nil
    }

    /// One less than available: some terminals wrap as soon as the last column is written.
    private var width: Int { max(1, columns() - 1) }

    private static let eraseLine = "\r\u{1B}[K"
}
