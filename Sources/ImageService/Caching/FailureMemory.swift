import Caching
import NIOConcurrencyHelpers
import Rendering
import Sources

/// What went wrong with sources lately, so that a page with a missing picture does not ask its origin each time.
///
/// For as long as its cause may last, and never for what is our own: no place, no time, no memory. Bounded by entries.
final class FailureMemory: Sendable {
    private struct State {
        var failures: [CacheRequest: (error: ServiceError, end: ContinuousClock.Instant)] = [:]
        var order: [CacheRequest] = []
    }

    /// How long failures are remembered.
    struct Lifetimes: Sendable, Hashable {
        /// The source is not there: 404, 410, a missing file, a name without an address.
        var missing = Duration.seconds(60)
        /// The origin fails.
        var failing = Duration.seconds(5)
        /// The source can't be used, whatever one tries.
        var unusable = Duration.seconds(60)
    }

    private static let mostFailures = 10_000
    private let lifetimes: Lifetimes
    private let state = NIOLockedValueBox(State())

    init(_ lifetimes: Lifetimes) { self.lifetimes = lifetimes }

    /// The failure of `request` that is remembered.
    func failure(of request: CacheRequest, now: ContinuousClock.Instant = .now) -> ServiceError? {
        state.withLockedValue { state in
            guard let (error, end) = state.failures[request] else { return nil }
            guard now < end else {
                state.failures[request] = nil
                return nil
            }
            return error
        }
    }

    func note(_ error: ServiceError, of request: CacheRequest, now: ContinuousClock.Instant = .now) {
        guard let lifetime = lifetime(of: error), lifetime > .zero else { return }
        state.withLockedValue { state in
            if state.failures.updateValue((error, now + lifetime), forKey: request) == nil {
                state.order.append(request)
            }
            guard state.order.count > Self.mostFailures else { return }
            for eldest in state.order.prefix(Self.mostFailures / 10) { state.failures[eldest] = nil }
            state.order.removeFirst(Self.mostFailures / 10)
        }
    }

    /// Forgets all.
    func clear() { state.withLockedValue { $0 = State() } }

    var count: Int { state.withLockedValue { $0.failures.count } }

    private func lifetime(of error: ServiceError) -> Duration? {
        switch error {
        case .source(let error): lifetime(of: error.code)
        case .drawing, .wrongChecksum: lifetimes.unusable
        case .render(let error):
            switch error.code {
            case .undecodable, .overLimit: lifetimes.unusable
            default: nil
            }
        case .storage, .noStore, .busy, .needsMemory, .deadlineExceeded, .blocked, .cancelled: nil
        }
    }

    private func lifetime(of code: SourceError.Code) -> Duration? {
        switch code {
        case .status(429): nil
        case .status(let status): status >= 500 ? lifetimes.failing : lifetimes.missing
        case .notFound, .notPermitted, .notAFile, .nameNotResolved, .addressDenied: lifetimes.missing
        case .empty, .tooLarge, .badAnswer, .malformedAnswer, .badRedirect, .tooManyRedirects: lifetimes.unusable
        case .connectFailed, .badCertificate, .connectionLost, .timedOut, .readFailed: lifetimes.failing
        case .invalidReference, .schemeNotAllowed, .notAllowed, .notConfigured, .reservationRefused, .cancelled: nil
        }
    }
}
