extension Budget {
    /// Numbers for an operator; those that count begin at the process's start.
    package struct Gauges: Sendable, Hashable {
        /// What may be held.
        package var limitBytes = 0
        package var heldBytes = 0
        /// The most that was held at once.
        package var peakBytes = 0
        /// Of what is held, that of sources.
        package var sourceBytes = 0
        /// What is held, by what it is for.
        package var shares = MemoryShares()
        /// Bytes of fetched sources, and what their buffers could hold: the difference is waste. Counted.
        package var fetchedBytes = 0
        package var fetchedCapacityBytes = 0
        /// Holds that exist.
        package var holds = 0
        /// Renders that have their bytes.
        package var rendering = 0
        /// Asks that wait.
        package var waiting = 0
        /// Asks that had to wait.
        package var waited = 0
        /// Requests that were refused because too many waited already.
        package var refused = 0
        /// Asks for more than can ever be had.
        package var tooLarge = 0
        /// Asks that waited for too long.
        package var late = 0
        /// Requests that joined another one in flight, for its fetch or its render.
        package var joined = 0
        /// Renders that took more than their plan said, and the most bytes that one was over.
        package var overruns = 0
        package var worstOverrunBytes = 0
        /// How often more was held than may be.
        package var exceeded = 0
    }
}
