extension Budget {
    /// Numbers for operators; counts start with the process.
    package struct Gauges: Sendable, Hashable {
        /// The most that may be held.
        package var limitBytes = 0
        package var heldBytes = 0
        /// The most that was held at once.
        package var peakBytes = 0
        /// The part of what is held that belongs to sources.
        package var sourceBytes = 0
        /// What is held, by purpose.
        package var shares = MemoryShares()
        /// Bytes of fetched sources, and what their buffers could hold: the difference is waste. Counted.
        package var fetchedBytes = 0
        package var fetchedCapacityBytes = 0
        /// Holds that exist.
        package var holds = 0
        /// Renders that have their bytes.
        package var rendering = 0
        /// Requests that wait.
        package var waiting = 0
        /// Requests that had to wait.
        package var waited = 0
        /// Requests that were refused because too many were already waiting.
        package var refused = 0
        /// Requests for more than is ever possible.
        package var tooLarge = 0
        /// Requests that waited too long.
        package var late = 0
        /// Requests that joined another one in flight, for its fetch or its render.
        package var joined = 0
        /// Renders that took more than their plan said, and the largest excess in bytes.
        package var overruns = 0
        package var worstOverrunBytes = 0
        /// How often more was held than allowed.
        package var exceeded = 0
    }
}
