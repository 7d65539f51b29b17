import HTTPTypes
import Hummingbird

/// One kind of path: which methods it takes, what answers them, and what it is called.
struct Route: Sendable {
    typealias Handler = @Sendable (Request, APIRequestContext) async throws -> Response

    /// Who may make a request.
    enum Admission: Sendable {
        /// Everybody: health checks, and routes that guard themselves.
        case everybody
        /// Clients with the secret, if there is one.
        case secret
        /// The same; but nobody if URLs are signed and there is no secret: the request would evade signatures.
        case unsigned
    }

    let pattern: RoutePattern
    /// Its name in profiles, lists of requests and metrics: one of a closed set, never a client's own text.
    let name: String
    let admission: Admission
    /// The longest body that it takes.
    let maximumBodyBytes: Int
    private let handlers: [HTTPRequest.Method: Handler]

    /// Methods in the order in which `Allow` names them.
    private static let order: [HTTPRequest.Method] = [.get, .head, .post, .put, .delete]

    /// `name` is the pattern's text if it is `nil`.
    init(
        _ pattern: String, name: String? = nil, admission: Admission = .everybody, maximumBodyBytes: Int = 0,
        _ handlers: [HTTPRequest.Method: Handler]
    ) {
        self.pattern = RoutePattern(pattern)
        self.name = name ?? pattern
        self.admission = admission
        self.maximumBodyBytes = maximumBodyBytes
        self.handlers = handlers
    }

    /// Whether it is a health check, which is answered even when connections and clients have reached their limits.
    var isHealthCheck: Bool { name == Self.healthName }

    static let healthName = "/health"

    var methods: [HTTPRequest.Method] { Self.order.filter { handlers[$0] != nil } }

    /// The value of `Allow`.
    var allow: String { (methods + [.options]).map(\.rawValue).joined(separator: ", ") }

    func handler(for method: HTTPRequest.Method) -> Handler? { handlers[method] }
}

extension [HTTPRequest.Method: Route.Handler] {
    /// `GET`, and `HEAD`, which gets the same answer without the body.
    static func reading(_ get: @escaping Route.Handler) -> Self {
        [.get: get, .head: { try await get($0, $1).createHeadResponse() }]
    }

    /// These and `handler` for `method`.
    func with(_ method: HTTPRequest.Method, _ handler: @escaping Route.Handler) -> Self {
        merging([method: handler]) { $1 }
    }
}

/// The route of a request, and the values of its parameters.
struct RouteMatch: Sendable {
    let route: Route
    let parameters: [String: String]
}
