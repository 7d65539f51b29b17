import NIOConcurrencyHelpers
import Waiting

/// Which of several attempts to reach an origin may send its request: the first that is connected.
final class DialRace: Sendable {
    private let box = NIOLockedValueBox<Int?>(nil)

    /// The attempt that has sent its request; `nil` while none has.
    var winner: Int? { box.withLockedValue { $0 } }

    /// Whether `attempt` may send its request.
    func claim(for attempt: Int) -> Bool {
        box.withLockedValue { winner in
            winner = winner ?? attempt
            return winner == attempt
        }
    }

    /// Lets another attempt send its request: the winner got no answer.
    private func reopen() { box.withLockedValue { $0 = nil } }
}

extension DialRace {
    private enum Event<Value: Sendable>: Sendable {
        case ended(attempt: Int, Result<Value, SourceError>)
        case headStartIsOver(attempt: Int)
    }

    /// At most one attempt for each of `pins`, in their order (RFC 8305, section 5, "Happy Eyeballs"). The next one
    /// begins when `headStart` has passed without a connection, or at once if all before have failed. Returns the
    /// result of the first attempt that gets an answer; `memory` learns which addresses were slow or dead.
    ///
    /// - Throws: the error of the attempt that got a connection and then failed; otherwise that of the last attempt.
    static func run<Value: Sendable>(
        _ pins: [Pin], headStart: Duration, noting memory: AddressMemory, port: Int,
        _ attempt: @escaping @Sendable (Pin, DialRace, Int) async throws(SourceError) -> Value
    ) async throws(SourceError) -> Value {
        let race = DialRace()
        let result = await withTaskGroup(of: Event<Value>.self) { group -> Result<Value, SourceError> in
            defer { group.cancelAll() }
            var (begun, running) = (0, 0)
            var isDue = true
            while true {
                if isDue, begun < pins.count {
                    let (number, pin) = (begun, pins[begun])
                    group.addTask {
                        .ended(
                            attempt: number,
                            await Result { () async throws(SourceError) in try await attempt(pin, race, number) })
                    }
                    group.addTask {
                        _ = await hasPassed(headStart)
                        return .headStartIsOver(attempt: number)
                    }
                    begun += 1
                    running += 1
                    isDue = false
                }
                switch await group.next() {
                case nil: return .failure(.cancelled())
                case .headStartIsOver(let number): isDue = number == begun - 1 && race.winner == nil
                case .ended(let number, .success(let value)):
                    // Earlier attempts had more time, and are still not connected.
                    for slow in pins[..<number] { memory.noteFailure(of: slow, port: port) }
                    memory.noteSuccess(of: pins[number], port: port)
                    return .success(value)
                case .ended(let number, .failure(let error)):
                    running -= 1
                    if let winner = race.winner, winner != number { continue }
                    guard [.connectFailed, .timedOut].contains(error.code) else { return .failure(error) }
                    memory.noteFailure(of: pins[number], port: port)
                    race.reopen()
                    if running == 0, begun == pins.count { return .failure(error) }
                    isDue = true
                }
            }
        }
        return try result.get()
    }
}
