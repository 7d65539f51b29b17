import HTTPTypes
import Hummingbird
import Sources

/// Limits how often and how much at once each client may request; answers 429 beyond that.
struct ClientGate: RouterMiddleware {
    private let trustedProxies: [AddressNetwork]
    private let ledger: ClientLedger

    init(_ access: Access) {
        trustedProxies = access.trustedProxies
        ledger = ClientLedger(access.clients)
    }

    func handle(
        _ request: Request, context: APIRequestContext, next: (Request, APIRequestContext) async throws -> Response
    ) async throws -> Response {
        let forwarded = request.headers[values: .forwardedFor]
        // A probe must not be refused because of others behind the same address.
        guard !(context.route?.route.isHealthCheck ?? false),
            let client = ClientAddress(
                peer: context.remoteAddress, forwarded: forwarded, trusting: trustedProxies)
        else { return try await next(request, context) }
        if let seconds = ledger.begin(client) { throw Problem.tooOften(retryAfter: seconds) }
        defer { ledger.end(client) }
        return try await next(request, context)
    }
}

extension Problem {
    /// More requests than one client may make.
    fileprivate static func tooOften(retryAfter seconds: Int) -> Problem {
        var problem = Problem(
            status: 429, code: "access.rate",
            detail: "This client makes more requests than allowed (client-rate, client-concurrency).")
        problem.retryAfter = seconds
        return problem
    }
}
