/// What a walk over the tables of a file costs, in looks at its numbers, and the most that it may cost.
///
/// The walkers visit each part once, so the bound is there for their mistakes: past it, looks show nothing, as past the
/// end of the file, and the walk ends. So it does when the thread's work is to end.
final class WalkSteps {
    /// The most steps that a byte pays for. The dearest parts are blocks of compressed text: their tables of 320
    /// lengths can be written in 8 bytes.
    static let perByte = 64
    /// Between two looks at whether anybody still waits.
    private static let interval = 4096

    private(set) var count = 0
    private(set) var isInterrupted = false
    private let most: Int

    /// For a walk over so many bytes.
    convenience init(over bytes: Int) { self.init(most: Self.perByte * bytes + Self.interval) }

    /// For a walk of `most` steps.
    init(most: Int) { self.most = most }

    /// Whether the walk took more steps than its bytes pay for.
    var isExhausted: Bool { count > most }

    /// Whether looks show nothing any more.
    var isEnded: Bool { isInterrupted || isExhausted }

    /// Counts a step; `false` when there is to be no further one.
    func take() -> Bool {
        count += 1
        guard !isInterrupted, count <= most else { return false }
        if count.isMultiple(of: Self.interval), Interruption.isWished { isInterrupted = true }
        return !isInterrupted
    }
}
