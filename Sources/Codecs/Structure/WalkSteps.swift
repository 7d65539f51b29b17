/// The cost of a walk over a file's tables, in reads of its numbers, and the most that it may cost.
///
/// The walkers visit each part once, so the bound only guards against mistakes: past it, reads return nothing, as past
/// the end of the file, and the walk ends. It also ends when the thread's work has to end.
final class WalkSteps {
    /// The most steps per byte. The most expensive parts are blocks of compressed text: their tables of 320 lengths can
    /// be written in 8 bytes.
    static let perByte = 64
    /// Steps between two checks for an interruption.
    private static let interval = 4096

    private(set) var count = 0
    private(set) var isInterrupted = false
    private let most: Int

    /// For a walk over so many bytes.
    convenience init(over bytes: Int) { self.init(most: Self.perByte * bytes + Self.interval) }

    /// For a walk of `most` steps.
    init(most: Int) { self.most = most }

    /// Whether the walk took more steps than its bytes allow.
    var isExhausted: Bool { count > most }

    /// Whether reads return nothing any more.
    var isEnded: Bool { isInterrupted || isExhausted }

    /// Counts a step; `false` if there must be no further one.
    func take() -> Bool {
        count += 1
        guard !isInterrupted, count <= most else { return false }
        if count.isMultiple(of: Self.interval), Interruption.isWished { isInterrupted = true }
        return !isInterrupted
    }
}
