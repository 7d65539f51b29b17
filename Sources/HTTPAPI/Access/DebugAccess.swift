import HTTPTypes
import Hummingbird
import Settings

/// Admits clients with the token to `/debug/`. If no token is set, `/debug/` is open only on a loopback listener.
struct DebugAccess: RouterMiddleware {
    let token: Secret?
    let isLoopback: Bool

    static let prefix = "/debug/"

    init(token: Secret?, address: Settings.BindAddress) {
        self.token = token
        isLoopback = address.host == "localhost" || address.host == "::1" || address.host.hasPrefix("127.")
    }

    func handle(
        _ request: Request, context: APIRequestContext, next: (Request, APIRequestContext) async throws -> Response
    ) async throws -> Response {
        guard request.uri.path.hasPrefix(Self.prefix) else { return try await next(request, context) }
        guard let token else {
            guard isLoopback else { throw Problem.debugNeedsToken }
            return try await next(request, context)
        }
        let given = Self.tokens(in: request)
        guard given.contains(where: { token.matches($0) }) else {
            var response = try Problem.wrongToken.response()
            response.headers[.wwwAuthenticate] = "Basic realm=\"stillwater\""
            return response
        }
        return try await next(request, context)
    }

    /// The token in every form that clients can send: pprof has no option for headers, but keeps a query and a
    /// password.
    private static func tokens(in request: Request) -> [String] {
        var tokens = request.uri.queryParameters.getAll("token")
        let header = request.headers[.authorization] ?? ""
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2 else { return tokens }
        switch parts[0].lowercased() {
        case "bearer": tokens.append(String(parts[1]))
        case "basic":
            guard let text = Base64Text.decoded(parts[1]) else { break }
            tokens.append(String(text.drop { $0 != ":" }.dropFirst()))
        default: break
        }
        return tokens
    }
}

extension Problem {
    /// A request for `/debug/` without its token.
    static let wrongToken = Problem(
        status: 401, code: "debug.token",
        detail:
            "This needs the admin token: Authorization: Bearer TOKEN, basic auth with it as the password, or ?token=TOKEN."
    )

    /// `/debug/` on an address that others can reach, with no token set.
    static let debugNeedsToken = Problem(
        status: 403, code: "debug.closed",
        detail: "The admin listener is not on loopback, and there is no admin token; set STILLWATER_ADMIN_TOKEN.")
}
