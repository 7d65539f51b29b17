extension Admission {
    /// The line for one step: first come, first served, live requests before batches; but while both wait, every fourth
    /// turn is a batch's.
    struct Line: Sendable {
        private var live: [ID] = []
        private var batch: [ID] = []
        /// Live turns in a row while a batch waited.
        private var passedBatch = 0

        private static let liveTurns = 3

        var count: Int { live.count + batch.count }
        var liveCount: Int { live.count }
        var firstLive: ID? { live.first }

        /// Whose turn it is. Nobody overtakes the first, so large ones get their turn, too.
        var first: ID? {
            if passedBatch >= Self.liveTurns, let first = batch.first { return first }
            return live.first ?? batch.first
        }

        mutating func append(_ id: ID, _ priority: Priority) {
            switch priority {
            case .live: live.append(id)
            case .batch: batch.append(id)
            }
        }

        /// Removes `id`, whose turn it was.
        mutating func take(_ id: ID, _ priority: Priority) {
            remove(id, priority)
            passedBatch = priority == .live && !batch.isEmpty ? passedBatch + 1 : 0
        }

        /// Removes `id`, if it waits here.
        mutating func remove(_ id: ID, _ priority: Priority) {
            switch priority {
            case .live: if let index = live.firstIndex(of: id) { live.remove(at: index) }
            case .batch: if let index = batch.firstIndex(of: id) { batch.remove(at: index) }
            }
        }
    }
}
