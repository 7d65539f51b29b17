package import Rendering
package import SVGSafety
package import Sources
package import Storage

/// Why a request could not be served: the error of the module that failed, or that nobody waits any more.
package enum ServiceError: Error, Sendable {
    case source(SourceError)
    case render(RenderError)
    case storage(StorageError)
    /// Results should be stored, but there is neither an output root nor an output store.
    case noStore
    /// A drawing that is not allowed.
    case drawing(SVGSafetyError)
    /// The source's checksum is not the one in the request.
    case wrongChecksum
    /// Too many requests are already waiting; in about `retryAfter` seconds they will be done.
    case busy(retryAfter: Int)
    /// It needs `bytes` of memory, and can never get more than `allowed`.
    case needsMemory(bytes: Int, allowed: Int)
    /// The time for the request is over.
    case deadlineExceeded
    /// The operator has blocked the source.
    case blocked
    /// The client has gone, or the service stops.
    case cancelled

    /// For the user: what was wrong and what is allowed.
    package var message: String {
        switch self {
        case .source(let error): error.message
        case .render(let error): error.message
        case .storage(let error): error.message
        case .drawing(let error): error.message
        case .wrongChecksum: "The source's checksum differs from the one in the request."
        case .busy: "Too many requests are already waiting; try again later."
        case .needsMemory(let bytes, let allowed):
            "This needs \(Self.mebibytes(bytes)) of memory at once; at most \(Self.mebibytes(allowed)) are allowed."
        case .deadlineExceeded: "The request took longer than allowed."
        case .noStore: "Nothing can be stored here: the service was started without --output-root or --output-store."
        case .blocked: "The source is blocked."
        case .cancelled: "The request was cancelled."
        }
    }

    /// For programs: the module and the case, such as `source.tooLarge`.
    package var name: String {
        switch self {
        case .source(let error):
            // The status number is in the message, not in the name.
            if case .status = error.code { "source.status" } else { "source.\(error.code)" }
        case .render(let error): "render.\(error.code)"
        case .storage(let error): "storage.\(error.code)"
        case .drawing(let error): "svg.\(error.code)"
        case .wrongChecksum: "source.wrongChecksum"
        case .busy: "busy"
        case .needsMemory: "memory.neverFits"
        case .deadlineExceeded: "deadlineExceeded"
        case .noStore: "storage.notConfigured"
        case .blocked: "source.blocked"
        case .cancelled: "cancelled"
        }
    }

    /// What failed underneath, for the log.
    package var cause: (any Error)? {
        switch self {
        case .source(let error): error.cause
        case .render(let error): error.cause
        case .storage(let error): error.cause
        case .drawing(let error): error.cause
        case .noStore, .wrongChecksum, .busy, .needsMemory, .deadlineExceeded, .blocked, .cancelled: nil
        }
    }

    /// The error of reading a source; if a reservation caused it, the reservation's error.
    package init(_ error: SourceError) {
        switch error.code {
        case .cancelled: self = .cancelled
        case .reservationRefused: self = error.cause as? ServiceError ?? .source(error)
        default: self = .source(error)
        }
    }

    /// The error of rendering.
    init(_ error: RenderError) {
        if let drawing = error.cause as? SVGSafetyError {
            self = .drawing(drawing)
        } else {
            self = error.code == .interrupted ? .cancelled : .render(error)
        }
    }

    private static func mebibytes(_ bytes: Int) -> String {
        "\(bytes >> 20).\((bytes & (1 << 20 - 1)) * 10 >> 20) MiB"
    }
}
