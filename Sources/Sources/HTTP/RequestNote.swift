import NIOConcurrencyHelpers

/// What a connection has to know about a request besides its head, and what it learns about the request.
///
/// AsyncHTTPClient takes a target as Foundation's URL, which drops a path whose bytes are not UTF-8, and it doesn't
/// tell whether a connection was used before. So a note bypasses it, from the fetcher to the connection.
final class RequestNote: Sendable {
    /// Path and query as they are sent, byte for byte; to a proxy, the whole URL.
    let target: String
    private let race: DialRace
    private let attempt: Int
    private let isOnUsedConnection = NIOLockedValueBox<Bool?>(nil)

    init(target: String, race: DialRace = DialRace(), attempt: Int = 0) {
        self.target = target
        self.race = race
        self.attempt = attempt
    }

    /// Whether the request was sent over a connection that had served another one.
    var wentOverUsedConnection: Bool { isOnUsedConnection.withLockedValue { $0 ?? false } }

    /// Whether no part of the request was sent.
    var isUnsent: Bool { isOnUsedConnection.withLockedValue { $0 == nil } }

    /// Notes that the request is about to be sent; `false` if another address has won, and nothing may be sent.
    func begin(onUsedConnection isUsed: Bool) -> Bool {
        isOnUsedConnection.withLockedValue { $0 = isUsed }
        return race.claim(for: attempt)
    }
}

/// The notes of requests in flight, by a number that is in a field of each request's head until it is sent.
final class RequestNotes: Sendable {
    /// Never sent: the connection removes it.
    static let fieldName = "Stillwater-Request-Note"

    private struct State {
        var notes: [Int: RequestNote] = [:]
        var nextNumber = 0
    }

    private let state = NIOLockedValueBox(State())

    /// Keeps `note` until `remove`; returns its number.
    func add(_ note: RequestNote) -> Int {
        state.withLockedValue { state in
            defer { state.nextNumber += 1 }
            state.notes[state.nextNumber] = note
            return state.nextNumber
        }
    }

    func remove(_ number: Int) { state.withLockedValue { $0.notes[number] = nil } }

    /// The note that a field's value names; `nil` if its request is over.
    func note(_ number: String) -> RequestNote? {
        Int(number).flatMap { number in state.withLockedValue { $0.notes[number] } }
    }
}
