package import Hummingbird
import ImageService
import Logging
import NIOCore
import Sources

/// What belongs to one request: the framework's own data, and its account.
package struct APIRequestContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    let account = RequestAccount()
    /// The request's route; `nil` before it has been looked up, and if there is none.
    var route: RouteMatch?
    private let channel: any Channel

    package init(source: Source) {
        coreContext = .init(source: source)
        channel = source.channel
    }

    /// The request's name in the log and in its answer.
    var requestID: String { account.facts.requestID ?? id }

    /// The other end of the connection; `nil` if it has no internet address.
    var remoteAddress: SocketAddress? { channel.remoteAddress }

    /// What `work` returns. It is cancelled if the client leaves, or if it takes longer than `limit`.
    ///
    /// - Throws: what `work` throws; `ServiceError.cancelled` if the connection is already closed, `deadlineExceeded`.
    func whileClientIsPresent<Value: Sendable>(
        within limit: Duration? = nil, _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await clientPresence().whilePresent(within: limit, work)
    }

    /// The handler that knows whether the client is still there.
    ///
    /// - Throws: `ServiceError.cancelled` if the connection is already closed.
    func clientPresence() async throws(ServiceError) -> ClientPresence {
        do {
            if channel.eventLoop.inEventLoop {
                return try channel.pipeline.syncOperations.handler(type: ClientPresence.self)
            }
            return try await channel.pipeline.handler(type: ClientPresence.self).get()
        } catch {
            // A closed connection has lost its handlers.
            throw .cancelled
        }
    }

    /// The answer of `service` to `asked`. The source, and why another picture stands in for it, are noted for the log.
    func answer(to asked: Asked, by service: ImageService) async throws(ServiceError) -> Answer {
        if case .reference(let reference) = asked.source { account.update { $0.sourceText = reference.logText } }
        let answer = try await service.answer(asked)
        if let error = answer.replaced { account.fail(Problem(error)) }
        return answer
    }
}

extension RequestAccount {
    /// Keeps the first error of the request.
    func fail(_ problem: Problem) { fail(code: problem.code, cause: problem.cause) }
}
