import NIOConcurrencyHelpers
import NIOCore

/// What a `FakeOrigin` has seen.
package struct FakeOriginRecord: Sendable {
    /// One request, as received.
    package struct Request: Sendable {
        package let method: String
        /// Path and query.
        package let target: String
        package let headers: [(name: String, value: String)]
        package let body: [UInt8]

        /// The value of the first header field called `name`, in any case.
        package func header(_ name: String) -> String? {
            headers.first { $0.name.lowercased() == name.lowercased() }?.value
        }
    }

    /// In order of arrival.
    package internal(set) var requests: [Request] = []
    /// Connections that were accepted and are not closed.
    package internal(set) var openConnections = 0
    /// Connections that were ever accepted.
    package internal(set) var acceptedConnections = 0
    /// The most connections that were open at once.
    package internal(set) var mostOpenConnections = 0

    /// Bytes of bodies accepted by the system for sending, over all requests.
    package internal(set) var sentBytes = 0

    /// How many requests were made for `path`, whatever their query.
    package func count(_ path: String) -> Int {
        requests.count { $0.target.prefix { $0 != "?" } == path }
    }
}

/// The answers and the record of one origin, shared by its connections.
final class FakeOriginState: Sendable {
    struct Content: Sendable {
        var answers: [String: FakeAnswer]
        var record = FakeOriginRecord()
        var connections: [ObjectIdentifier: any Channel] = [:]
        fileprivate var scripted: [String: Int] = [:]
        fileprivate var waiters: [Int: Waiter] = [:]
        fileprivate var waits = 0
    }

    fileprivate struct Waiter: Sendable {
        let condition: @Sendable (FakeOriginRecord) -> Bool
        let promise: EventLoopPromise<Void>
    }

    /// Succeeds when stalled answers may continue.
    let stall: EventLoopPromise<Void>
    /// Consulted before the answers by path: called with the target, and how often it was requested before.
    private let script: FakeOrigin.Script?
    private let eventLoop: any EventLoop
    private let content: NIOLockedValueBox<Content>

    init(answers: [String: FakeAnswer], script: FakeOrigin.Script? = nil, releasedBy eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
        self.script = script
        stall = eventLoop.makePromise()
        content = NIOLockedValueBox(Content(answers: answers))
    }

    var record: FakeOriginRecord { content.withLockedValue { $0.record } }
    var connections: [any Channel] { content.withLockedValue { Array($0.connections.values) } }

    func answer(for target: String) -> FakeAnswer {
        if let script {
            let before = content.withLockedValue { content in
                content.scripted[target, default: 0] += 1
                return content.scripted[target, default: 1] - 1
            }
            if let answer = script.answer(target, before) { return answer }
        }
        let path = String(target.prefix { $0 != "?" })
        return content.withLockedValue { $0.answers[path] } ?? FakeAnswer(status: 404)
    }

    /// Changes the content, then wakes all waiters whose condition now holds.
    func change(_ body: (inout Content) -> Void) {
        let woken = content.withLockedValue { content in
            body(&content)
            let ready = content.waiters.filter { $0.value.condition(content.record) }
            ready.keys.forEach { content.waiters[$0] = nil }
            return ready.values.map(\.promise)
        }
        woken.forEach { $0.succeed() }
    }

    func wait(until condition: @escaping @Sendable (FakeOriginRecord) -> Bool) async throws {
        let promise = eventLoop.makePromise(of: Void.self)
        let ticket = content.withLockedValue { content in
            defer { content.waits += 1 }
            content.waiters[content.waits] = Waiter(condition: condition, promise: promise)
            return content.waits
        }
        // The condition may hold already.
        change { _ in }
        try await withTaskCancellationHandler {
            try await promise.futureResult.get()
        } onCancel: {
            content.withLockedValue { $0.waiters[ticket] = nil }
            promise.fail(CancellationError())
        }
    }
}
