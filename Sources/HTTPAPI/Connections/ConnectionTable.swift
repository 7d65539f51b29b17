import NIOConcurrencyHelpers
import NIOCore

/// All connections of one listener, and which of them have a place; for all event loops.
///
/// Each step holds the lock for a few look-ups. Another connection learns on its own event loop what a step means for
/// it; only there is anything decided about it.
final class ConnectionTable: Sendable {
    /// What a connection learns because of another one, as an event in its pipeline.
    enum Notice: Sendable {
        /// There is a place for the request that waits.
        case admitted
        /// Another one has its place: it has to be closed, unless a request has arrived in the meantime.
        case replaced
        /// Too many have neither a place nor a request: it has to be closed if its request does not arrive now.
        case hurried
    }

    private struct State {
        var places: ConnectionPlaces
        /// By ticket.
        var channels: [Int: any Channel] = [:]
    }

    /// How many more connections the listener's event loop may accept before it asks again.
    private static let acceptedAtOnce = 16

    /// The number of connections at which no more are accepted, so that they stay within limit and reserve.
    let acceptedConnections: Int
    /// Paths that are answered without a place.
    let healthPaths: Set<String>
    private let state: NIOLockedValueBox<State>

    /// A table with `limit` places.
    init(limit: Int, healthPaths: Set<String> = []) {
        self.healthPaths = healthPaths
        acceptedConnections = limit + ConnectionPlaces.reserve - Self.acceptedAtOnce
        state = NIOLockedValueBox(State(places: ConnectionPlaces(limit: limit)))
    }

    var gauges: ConnectionPlaces.Gauges { state.withLockedValue { $0.places.gauges } }

    /// Whether a request waits for a place.
    var isCrowded: Bool { state.withLockedValue { $0.places.isCrowded } }

    /// A connection was accepted. Returns the ticket that names it here, and whether it has a place. It leaves by
    /// itself when it is closed.
    func open(_ channel: any Channel) -> (ticket: Int, hasPlace: Bool) {
        let (ticket, hasPlace, other): (Int, Bool, (any Channel)?) = state.withLockedValue { state in
            let (ticket, hasPlace, hurried) = state.places.open()
            state.channels[ticket] = channel
            return (ticket, hasPlace, hurried.flatMap { state.channels[$0] })
        }
        channel.closeFuture.whenComplete { [self] _ in close(ticket) }
        tell(other, .hurried)
        return (ticket, hasPlace)
    }

    /// A request for `path`, without its query, arrived; returns what becomes of it.
    func request(_ ticket: Int, path: String) -> ConnectionPlaces.Verdict {
        let isHealthCheck = healthPaths.contains(path)
        let (verdict, channel): (ConnectionPlaces.Verdict, (any Channel)?) = state.withLockedValue { state in
            let (verdict, replaced) = state.places.request(ticket, isHealthCheck: isHealthCheck)
            return (verdict, replaced.flatMap { state.channels[$0] })
        }
        tell(channel, .replaced)
        return verdict
    }

    /// The first bytes of a request arrived. Returns whether the connection still has its place; if so, the place is
    /// safe.
    func resume(_ ticket: Int) -> Bool {
        state.withLockedValue { $0.places.resume(ticket) }
    }

    /// A connection has nothing to do; returns whether it may stay.
    func rest(_ ticket: Int) -> Bool {
        let (mayStay, channel): (Bool, (any Channel)?) = state.withLockedValue { state in
            let (mayStay, admitted) = state.places.rest(ticket)
            return (mayStay, admitted.flatMap { state.channels[$0] })
        }
        tell(channel, .admitted)
        return mayStay
    }

    /// A request has waited long enough; returns whether to refuse it. If not, it has got a place in the meantime.
    func giveUp(_ ticket: Int) -> Bool {
        state.withLockedValue { $0.places.giveUp(ticket) }
    }

    private func close(_ ticket: Int) {
        let channel = state.withLockedValue { state in
            state.channels[ticket] = nil
            return state.places.close(ticket).flatMap { state.channels[$0] }
        }
        tell(channel, .admitted)
    }

    private func tell(_ channel: (any Channel)?, _ notice: Notice) {
        guard let channel else { return }
        channel.eventLoop.execute { channel.pipeline.fireUserInboundEventTriggered(notice) }
    }
}
