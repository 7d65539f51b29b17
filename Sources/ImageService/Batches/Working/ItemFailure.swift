import Jobs
import Rendering
import Sources
import Storage

/// What becomes of an item after an error.
enum ItemFailure: Sendable, Hashable {
    /// It fails for good.
    case permanent(ItemCause)
    /// It is worth another try.
    case temporary(ItemCause, retryAfter: Duration?)
    /// The batch cannot go on: nothing can be written. The item itself is fine.
    case batch(ItemCause)
    /// This worker no longer wants it.
    case cancelled

    /// What `error` means for the item that it came from.
    init(_ error: ServiceError) {
        let cause = ItemCause(code: Self.code(of: error), message: error.message)
        switch error {
        case .source(let error):
            self = Self.isTemporary(error.code) ? .temporary(cause, retryAfter: error.retryAfter) : .permanent(cause)
        case .storage(let error): self = Self.storage(error, cause)
        case .busy(let seconds): self = .temporary(cause, retryAfter: .seconds(seconds))
        case .deadlineExceeded: self = .temporary(cause, retryAfter: nil)
        case .render, .drawing, .wrongChecksum, .needsMemory, .blocked: self = .permanent(cause)
        case .noStore: self = .batch(cause)
        case .cancelled: self = .cancelled
        }
    }

    /// As `ServiceError.name`, but an origin's status has its number: `source.status.404`.
    private static func code(of error: ServiceError) -> String {
        guard case .source(let source) = error, case .status(let status) = source.code else { return error.name }
        return "source.status.\(status)"
    }

    private static func isTemporary(_ code: SourceError.Code) -> Bool {
        switch code {
        case .readFailed, .nameNotResolved, .connectFailed, .connectionLost, .timedOut, .malformedAnswer: true
        case .status(let status): status == 408 || status == 425 || status == 429 || status >= 500
        case .invalidReference, .schemeNotAllowed, .notAllowed, .notConfigured, .notFound, .notPermitted, .notAFile,
            .addressDenied, .badCertificate, .badAnswer, .tooManyRedirects, .badRedirect, .tooLarge, .empty,
            .reservationRefused, .cancelled:
            false
        }
    }

    private static func storage(_ error: StorageError, _ cause: ItemCause) -> ItemFailure {
        switch error.code {
        case .noSpace, .notPermitted, .writeFailed, .invalidTemplate: .batch(cause)
        case .unavailable: .temporary(cause, retryAfter: nil)
        case .invalidPath, .collision: .permanent(cause)
        case .cancelled: .cancelled
        }
    }
}
