import HTTPTypes
import Hummingbird

/// All routes of a listener: the one list of paths. Everything else that depends on a path is made from it.
struct RouteTable: Sendable {
    let routes: [Route]
    /// Routes without parameters, by their paths.
    private let whole: [String: Route]
    private let others: [Route]

    /// Below this prefix, a path that no route knows is an image URL only for GET and HEAD.
    private static let reserved = "/v1/"

    /// If several match, the first one counts.
    init(_ routes: [Route]) {
        self.routes = routes
        let isWhole = { (route: Route) in
            !route.pattern.text.contains { "{*".contains($0) } || route.pattern.text == "*"
        }
        whole = Dictionary(routes.filter(isWhole).map { ($0.pattern.text, $0) }) { first, _ in first }
        others = routes
    }

    /// The route of `method` and `target`, a path with or without a query; `nil` if there is none.
    func match(_ method: HTTPRequest.Method, _ target: String) -> RouteMatch? {
        let path = target.prefix { $0 != "?" }
        if let route = whole[String(path)] { return RouteMatch(route: route, parameters: [:]) }
        let isReading = method == .get || method == .head
        for route in others {
            guard let parameters = route.pattern.match(path) else { continue }
            guard isReading || !path.hasPrefix(Self.reserved) || route.pattern.text.hasPrefix(Self.reserved) else {
                return nil
            }
            return RouteMatch(route: route, parameters: parameters)
        }
        return nil
    }

    /// The paths of health checks.
    var healthPaths: Set<String> { Set(routes.filter(\.isHealthCheck).map(\.pattern.text)) }

    /// The longest body that a request may have.
    func maximumBodyBytes(_ request: HTTPRequest) -> Int {
        match(request.method, request.path ?? "/")?.route.maximumBodyBytes ?? 0
    }
}

/// Finds the route of each request, for all middleware behind it.
struct RouteFinder: RouterMiddleware {
    let table: RouteTable

    func handle(
        _ request: Request, context: APIRequestContext, next: (Request, APIRequestContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.route = table.match(request.method, request.head.path ?? "/")
        return try await next(request, context)
    }
}

/// Passes requests to their routes. OPTIONS is answered with the path's methods; a method that the path does not take,
/// with 405 and the methods (RFC 9110, 15.5.6).
struct RouteDispatch: RouterMiddleware {
    let access: Access
    /// Whether image URLs must be signed.
    var isSigned = false

    func handle(
        _ request: Request, context: APIRequestContext, next: (Request, APIRequestContext) async throws -> Response
    ) async throws -> Response {
        guard let route = context.route?.route else { return try await next(request, context) }
        guard let handler = route.handler(for: request.method) else {
            guard request.method == .options else { throw Self.wrongMethod(request, route) }
            return Response(status: .noContent, headers: [.allow: route.allow])
        }
        try admit(request, route)
        return try await handler(request, context)
    }

    private func admit(_ request: Request, _ route: Route) throws {
        guard (request.head.path ?? "/").utf8.count <= access.maximumURLBytes else {
            throw Problem.longURL(maximumBytes: access.maximumURLBytes)
        }
        guard route.admission != .everybody else { return }
        guard access.admits(authorization: request.headers[.authorization]) else { throw Problem.wrongSecret }
        if route.admission == .unsigned, isSigned, access.secret == nil { throw Problem.unsigned }
    }

    private static func wrongMethod(_ request: Request, _ route: Route) -> Problem {
        let path = (request.head.path ?? "/").prefix { $0 != "?" }
        var problem = Problem(
            status: 405, code: "http.405",
            detail: "\(path) takes \(route.allow), and not \(request.method.rawValue).")
        problem.allow = route.allow
        return problem
    }
}
