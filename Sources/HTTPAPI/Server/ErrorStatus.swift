import Caching
import ImageService
import Jobs
import NIOHTTP1
import Profiling
import Rendering
import RequestGrammar
import SVGSafety
import Sources
import Storage

/// An error as it leaves the service: the only place that knows status numbers.
///
/// Where imgproxy has a status for a case, it is the same here, so that one can replace the other: 404 if a source
/// can't be fetched because of its name, 422 if it can't be decoded or exceeds a limit.
struct Problem: Sendable {
    var status: Int
    /// For programs: the module and the case, such as `source.tooLarge`.
    var code: String
    /// For people: what was wrong and what is allowed.
    var detail: String
    /// For the log only.
    var cause: String?
    /// The methods that the path takes, for a 405.
    var allow: String?
    /// Seconds after which another try makes sense, if known.
    var retryAfter: Int?
    /// What is wrong with the first faulty lines of a list.
    var faults: [ProblemDetails.Fault]?

    init(status: Int, code: String, detail: String, cause: String? = nil) {
        self.status = status
        self.code = code
        self.detail = detail
        self.cause = cause
    }

    /// The problem for `error`; an unknown error is a mistake of ours.
    init(_ error: any Error) {
        switch error {
        case let error as RequestError:
            self.init(status: error.code.status, code: "request.\(error.code)", detail: error.message)
        case let error as BodyError:
            self.init(status: error.code.status, code: "body.\(error.code)", detail: error.message)
        case let error as ServiceError:
            self.init(error)
        case let error as SourceError:
            self.init(ServiceError.source(error))
        case let error as StorageError:
            self.init(ServiceError.storage(error))
        case let error as CacheError:
            self.init(status: 500, code: "cache.\(error.code)", detail: error.message)
        case let error as ProfilingError:
            self.init(
                status: error.code.status, code: "profiling.\(error.code)", detail: error.message,
                cause: error.cause.map { "\($0)" })
        case let error as JobError:
            self.init(
                status: error.code.status, code: "jobs.\(error.code)", detail: error.message,
                cause: error.cause.map { "\($0)" })
        case let problem as Problem:
            self = problem
        case HTTPParserError.invalidEOFState:
            self.init(BodyError(.truncatedBody, "The body ended before it was complete.", cause: error))
        case is HTTPParserError:
            self.init(BodyError(.malformedBody, "The body violates HTTP framing.", cause: error))
        case is CancellationError:
            self.init(ServiceError.cancelled)
        default:
            self.init(
                status: 500, code: "internal", detail: "An internal error occurred; the server's log has details.",
                cause: "\(error)")
        }
    }

    private init(_ error: ServiceError) {
        let status =
            switch error {
            case .source(let error): error.code.status
            case .render(let error): error.code.status
            case .storage(let error): error.code.status
            case .drawing(let error): error.code.status
            case .wrongChecksum: 422
            case .busy: 429
            case .needsMemory: 422
            case .deadlineExceeded: 503
            case .noStore: 404
            case .blocked: 403
            case .cancelled: 499
            }
        self.init(status: status, code: error.name, detail: error.message, cause: error.cause.map { "\($0)" })
        switch error {
        case .busy(let seconds): retryAfter = seconds
        // What the origin says is meant for whoever asks through us.
        case .source(let error):
            let isOrigins = if case .status = error.code { true } else { false }
            retryAfter = error.retryAfter.map { Int($0.components.seconds) } ?? (status == 429 && !isOrigins ? 1 : nil)
        default: break
        }
    }
}

extension Problem: Error {}

extension Problem {
    /// A request without the bearer token.
    static let wrongSecret = Problem(
        status: 403, code: "access.secret", detail: "The header Authorization: Bearer … is missing or wrong.")

    /// A request whose path and query are too long.
    static func longURL(maximumBytes: Int) -> Problem {
        Problem(
            status: 414, code: "request.longURL",
            detail: "The path with its query may have at most \(maximumBytes) bytes (max-url-bytes).")
    }

    /// A damaged source of which there are pictures all the same.
    static let damagedSource = Problem(
        status: 422, code: "render.damaged",
        detail: "The source is damaged or cut short; the pictures show what there is of it.")

    /// A request without a signature, where URLs must be signed and there is no bearer token.
    static let unsigned = Problem(
        status: 403, code: "access.unsigned",
        detail:
            "URLs must be signed here; this path is available only with a bearer secret, and none is configured.")
}

extension Problem {
    /// A list of sources that cannot be used, with what is wrong in it; its places are counted in `unit`.
    init(_ report: ManifestReport, unit: String) {
        let (faults, count) = (report.faults, report.faultCount)
        let first = faults.first.map { ", the first at \(unit) \($0.line): \($0.message)" } ?? ""
        let end = first.hasSuffix(".") ? "" : "."
        let errors = count == 1 ? "1 error" : "\(count) errors"
        self.init(
            status: 400, code: "jobs.invalidManifest",
            detail: "The list of sources has \(errors)\(first)\(end) Nothing was started.")
        self.faults = faults.prefix(ManifestParser.keptFaults).map { .init(line: $0.line, detail: $0.message) }
    }
}

extension RequestError.Code {
    fileprivate var status: Int {
        switch self {
        case .invalidJSON, .invalidField, .missingField, .unknownField, .tooMany, .unknownSizeList: 400
        case .invalidSignature, .securityOptionNotAllowed: 403
        case .invalidPath, .invalidSource, .unknownOption, .proOnly, .invalidArgument, .forbiddenOption, .unknownPreset,
            .expired:
            404
        case .notAcceptable: 406
        }
    }
}

extension BodyError.Code {
    fileprivate var status: Int {
        switch self {
        case .unsupportedMediaType, .unsupportedEncoding: 415
        case .malformedHeader, .malformedBody, .truncatedBody, .headersTooLong, .tooManyParts: 400
        case .timedOut: 408
        case .bodyTooLarge: 413
        case .unwritableHeader: 500
        }
    }
}

extension SourceError.Code {
    fileprivate var status: Int {
        switch self {
        case .invalidReference: 400
        case .schemeNotAllowed, .notAllowed, .notConfigured, .notFound, .notPermitted, .notAFile: 404
        case .nameNotResolved, .addressDenied, .connectFailed, .badCertificate, .tooManyRedirects, .badRedirect,
            .badAnswer, .malformedAnswer:
            404
        case .tooLarge, .empty, .connectionLost: 422
        case .reservationRefused: 429
        case .cancelled: 499
        case .readFailed: 500
        case .timedOut: 504
        case .status(let status): (400...499).contains(status) ? status : 502
        }
    }
}

extension RenderError.Code {
    fileprivate var status: Int {
        switch self {
        case .noSuchPage: 404
        case .notAnImage, .undecodable, .overLimit, .unencodable: 422
        case .interrupted: 499
        case .failed: 500
        }
    }
}

extension SVGSafetyError.Code {
    fileprivate var status: Int {
        switch self {
        case .tooLarge, .unsupportedEncoding, .malformed, .entities, .notSVG, .tooDeep, .tooManyElements,
            .tooManyAttributes, .styleTooLong, .embeddedImage:
            422
        case .outOfMemory: 500
        }
    }
}

extension ProfilingError.Code {
    fileprivate var status: Int {
        switch self {
        case .invalidRequest, .malformed: 400
        case .notFound: 404
        case .busy, .notRunning: 409
        case .systemCall: 500
        case .unsupported: 501
        }
    }
}

extension JobError.Code {
    fileprivate var status: Int {
        switch self {
        case .invalidBatch, .invalidCursor, .invalidManifest, .manifestUnreadable: 400
        case .notFound: 404
        case .wrongState: 409
        case .keyInUse: 422
        case .busy: 503
        case .noSpace: 507
        case .corrupt, .newerVersion, .notPermitted, .failed: 500
        }
    }
}

extension StorageError.Code {
    fileprivate var status: Int {
        switch self {
        case .invalidTemplate, .invalidPath, .collision: 400
        case .cancelled: 499
        case .noSpace: 507
        case .notPermitted, .writeFailed: 500
        case .unavailable: 503
        }
    }
}
