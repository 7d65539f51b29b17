package import Hummingbird
import ImageService
import Logging
import NIOConcurrencyHelpers
import NIOCore
import Sources

/// What belongs to one request on its way: the framework's own, and the record for the access log.
package struct APIRequestContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    let record = RequestRecord()
    /// What the request is for; `nil` before that is known, and for what nobody knows.
    var route: RouteMatch?
    private let channel: any Channel

    package init(source: Source) {
        coreContext = .init(source: source)
        channel = source.channel
    }

    /// The request's name in the log and in its answer.
    var requestID: String { record.facts.requestID ?? id }

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

    /// What `service` answers to `asked`. What it took is noted also when that fails, and so is why a fallback image stands in.
    func answer(to asked: Asked, by service: ImageService) async throws(ServiceError) -> Answer {
        if case .reference(let reference) = asked.source { record.note(reference) }
        var trace = RenderTrace()
        defer { record.update { [trace] in $0.trace.add(trace) } }
        let answer = try await service.answer(asked, trace: &trace)
        if let error = answer.replaced { record.fail(Problem(error)) }
        return answer
    }
}

/// What the access log will say of a request; filled while the request is served.
final class RequestRecord: Sendable {
    struct Facts: Sendable {
        var trace = RenderTrace()
        /// The request's name in logs, where it is not the framework's.
        var requestID: String?
        /// The source that is asked for, fit for logs.
        var source: String?
        var errorCode: String?
        var errorCause: String?
    }

    private let box = NIOLockedValueBox(Facts())

    var facts: Facts { box.withLockedValue { $0 } }

    func update(_ change: (inout Facts) -> Void) { box.withLockedValue { change(&$0) } }

    /// Notes that `reference` is asked for.
    func note(_ reference: SourceReference) { update { $0.source = reference.logText } }

    /// Keeps the first error of the request.
    func fail(_ problem: Problem) {
        update { facts in
            facts.errorCode = facts.errorCode ?? problem.code
            facts.errorCause = facts.errorCause ?? problem.cause
        }
    }
}
