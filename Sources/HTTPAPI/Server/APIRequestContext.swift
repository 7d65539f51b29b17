package import Hummingbird
import ImageService
import Logging
import NIOCore
import Sources

/// What belongs to one request on its way: the framework's own, and its account.
package struct APIRequestContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    let account = RequestAccount()
    /// What the request is for; `nil` before that is known, and for what nobody knows.
    var route: RouteMatch?
    private let channel: any Channel

    package init(source: Source) {
        coreContext = .init(source: source)
        channel = source.channel
    }

    /// The request's name in the log and in its answer.
    var requestID: String { account.facts.requestID ?? id }

    /// The other end of the connection; `nil` when it is none of the internet.
    var remoteAddress: SocketAddress? { channel.remoteAddress }

    /// What `work` returns, unless the client goes before, or it takes longer than `limit`: then it is cancelled.
    ///
    /// - Throws: what `work` throws; `ServiceError.cancelled` when the connection is closed already, `deadlineExceeded`.
    func whileClientIsPresent<Value: Sendable>(
        within limit: Duration? = nil, _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await clientPresence().whilePresent(within: limit, work)
    }

    /// What knows whether the client is still there.
    ///
    /// - Throws: `ServiceError.cancelled` when the connection is closed already.
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

    /// What `service` answers to `asked`; its source, and why another picture stands in for it, are kept for the log.
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
