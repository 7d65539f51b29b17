package import Rendering
package import Sources
package import Storage

/// Why a request could not be served: what the module that failed says, or that nobody waits any more.
package enum ServiceError: Error, Sendable {
    case source(SourceError)
    case render(RenderError)
    case storage(StorageError)
    /// Results are to be stored, and there is no output root.
    case noStore
    /// The client has gone, or the service stops.
    case cancelled

    /// For the user: what was wrong and what is allowed.
    package var message: String {
        switch self {
        case .source(let error): error.message
        case .render(let error): error.message
        case .storage(let error): error.message
        case .noStore: "Nothing can be stored here: the service was started without --output-root."
        case .cancelled: "The request was cancelled."
        }
    }

    /// For programs: the module and the case, such as `source.tooLarge`.
    package var name: String {
        switch self {
        case .source(let error):
            // The origin's status has its own number in the text, not in the name.
            if case .status = error.code { "source.status" } else { "source.\(error.code)" }
        case .render(let error): "render.\(error.code)"
        case .storage(let error): "storage.\(error.code)"
        case .noStore: "storage.notConfigured"
        case .cancelled: "cancelled"
        }
    }

    /// What failed underneath, for the log.
    package var cause: (any Error)? {
        switch self {
        case .source(let error): error.cause
        case .render(let error): error.cause
        case .storage(let error): error.cause
        case .noStore, .cancelled: nil
        }
    }
}
