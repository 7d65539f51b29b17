/// The rule for which connections of a listener have their requests answered, as a pure value.
///
/// There are `limit` places. Further connections are accepted, up to `reserve`, so that their first request can be
/// looked at. A health check is answered without a place; any other request takes a free place, or that of the
/// connection that has been idle longest, or waits for one, or is refused. A connection that has a request never loses
/// its place. Every step takes constant time.
struct ConnectionPlaces {
    /// Connections beyond the limit.
    static let reserve = 64
    /// Requests that may wait for a place. Fewer than the reserve, so that a health check behind them is still read.
    static let maximumWaiting = 32
    /// Connections without a place that may take their time with their first request; beyond that, the oldest must
    /// hurry.
    static let maximumStanding = 8

    /// What becomes of a request.
    enum Verdict: Hashable {
        /// It is answered, and its connection has a place.
        case answer
        /// It is answered, and then its connection is closed.
        case answerAndClose
        case wait
        case refuse
    }

    /// How many connections there are of each kind, and what has happened to them since the start.
    struct Gauges: Sendable, Hashable {
        /// The number of places.
        var limit = 0
        /// All connections, including those without a place.
        var open = 0
        var placed = 0
        /// With a place, and nothing to do.
        var idle = 0
        /// Without a place, and with a request that waits for one.
        var waiting = 0
        /// Idle connections that were closed for others.
        var replaced = 0
        /// Requests that had to wait for a place.
        var waited = 0
        /// Requests that were answered with 503.
        var refused = 0
    }

    private let limit: Int
    private var lastTicket = 0
    private var placed: Set<Int> = []
    private var idle = ArrivalOrder()
    private var waiting = ArrivalOrder()
    /// Without a place or a request, and not hurried yet.
    private var standing = ArrivalOrder()
    private var counts = Gauges()

    init(limit: Int) { self.limit = limit }

    var gauges: Gauges {
        var gauges = counts
        (gauges.limit, gauges.placed, gauges.idle, gauges.waiting) = (limit, placed.count, idle.count, waiting.count)
        return gauges
    }

    /// Whether a request waits for a place.
    var isCrowded: Bool { !waiting.isEmpty }

    /// A connection was accepted; it gets a place if one is free. `hurried` is another connection, which has to make
    /// room.
    mutating func open() -> (ticket: Int, hasPlace: Bool, hurried: Int?) {
        lastTicket += 1
        counts.open += 1
        if takeFreePlace(lastTicket) { return (lastTicket, true, nil) }
        standing.append(lastTicket)
        return (lastTicket, false, standing.count > Self.maximumStanding ? standing.removeFirst() : nil)
    }

    /// A request arrived; `replaced` is another connection, which has lost its place.
    mutating func request(_ ticket: Int, isHealthCheck: Bool) -> (verdict: Verdict, replaced: Int?) {
        standing.remove(ticket)
        if resume(ticket) || takeFreePlace(ticket) { return (.answer, nil) }
        if isHealthCheck { return (.answerAndClose, nil) }
        if let oldest = idle.removeFirst() {
            move(from: oldest, to: ticket)
            return (.answer, oldest)
        }
        guard waiting.count < Self.maximumWaiting else {
            counts.refused += 1
            return (.refuse, nil)
        }
        counts.waited += 1
        waiting.append(ticket)
        return (.wait, nil)
    }

    /// The first bytes of a request arrived. Returns whether the connection still has its place; if so, the place is
    /// safe.
    mutating func resume(_ ticket: Int) -> Bool {
        idle.remove(ticket)
        return placed.contains(ticket)
    }

    /// A connection has nothing to do; returns whether it may stay. `admitted` is another connection, which has its
    /// place now.
    mutating func rest(_ ticket: Int) -> (mayStay: Bool, admitted: Int?) {
        standing.remove(ticket)
        guard placed.contains(ticket) || takeFreePlace(ticket) else { return (false, nil) }
        if let next = waiting.removeFirst() {
            move(from: ticket, to: next)
            return (false, next)
        }
        idle.append(ticket)
        return (true, nil)
    }

    /// A request has waited long enough; returns whether to refuse it. If not, it has got a place in the meantime.
    mutating func giveUp(_ ticket: Int) -> Bool {
        guard waiting.remove(ticket) else { return false }
        counts.refused += 1
        return true
    }

    /// A connection was closed; returns the one that has its place now.
    mutating func close(_ ticket: Int) -> Int? {
        counts.open -= 1
        standing.remove(ticket)
        idle.remove(ticket)
        waiting.remove(ticket)
        guard placed.remove(ticket) != nil, let next = waiting.removeFirst() else { return nil }
        placed.insert(next)
        return next
    }

    private mutating func takeFreePlace(_ ticket: Int) -> Bool {
        guard placed.count < limit else { return false }
        placed.insert(ticket)
        return true
    }

    private mutating func move(from other: Int, to ticket: Int) {
        counts.replaced += 1
        idle.remove(other)
        placed.remove(other)
        placed.insert(ticket)
    }
}
