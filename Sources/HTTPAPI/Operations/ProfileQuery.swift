import Hummingbird
import Profiling

/// The parameters of a profile, as Go's tools send them.
struct ProfileQuery: Sendable {
    /// Text instead of a file.
    var isText: Bool
    /// How long to record; `nil` for the state now.
    var duration: Duration?

    /// The longest that a request may record; longer ones are recordings.
    static let longest = 600

    /// `gc=…` is accepted and ignored: there is no garbage collector to run.
    ///
    /// - Throws: `ProfilingError` with `invalidRequest`.
    init(_ request: Request) throws(ProfilingError) {
        let parameters = request.uri.queryParameters
        let debug = parameters["debug"].map(String.init) ?? "0"
        guard let level = Int(debug), level >= 0 else { throw Self.invalid("debug", "0, 1 or 2") }
        isText = level > 0
        guard let text = parameters["seconds"].map(String.init) else { return }
        guard let seconds = Double(text), seconds > 0, seconds <= Double(Self.longest) else {
            throw Self.invalid("seconds", "a number up to \(Self.longest)")
        }
        duration = .milliseconds(Int64(seconds * 1000))
    }

    private static func invalid(_ name: String, _ allowed: String) -> ProfilingError {
        ProfilingError(.invalidRequest, "\(name) must be \(allowed).")
    }
}
