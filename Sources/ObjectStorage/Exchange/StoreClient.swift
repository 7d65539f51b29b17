import AsyncHTTPClient
import ImageModel
package import Logging
package import NIOCore
import NIOHTTP1
import NIOSSL
import Waiting

/// The HTTP client for object stores and for the services that give credentials: those of the operator, at whatever address.
/// It never follows a redirect, and never goes to an address that a request names.
///
/// Call `shutDown` when it is no longer needed.
package final class StoreClient: Sendable {
    private let client: HTTPClient
    private let logger: Logger
    private let userAgent: String

    /// The most bytes of an answer that is read as a whole: a list of 1,000 keys of 1,024 bytes, percent-encoded.
    private static let maximumReplyBytes = 8 << 20

    /// `authorities` is a file of certificates in PEM that are trusted beside the system's; `addresses` stand in place of those that
    /// hosts of such names have.
    ///
    /// - Throws: `notConfigured` when it is none.
    package init(
        eventLoopGroup: any EventLoopGroup, logger: Logger, authorities: String? = nil,
        connectTimeout: Duration = .seconds(5), connections: Int = 64, userAgent: String = "Stillwater",
        addresses: [String: String] = [:]
    ) throws(ObjectStoreError) {
        var tls = TLSConfiguration.makeClientConfiguration()
        if let authorities {
            guard let certificates = try? NIOSSLCertificate.fromPEMFile(authorities), !certificates.isEmpty else {
                throw ObjectStoreError(.notConfigured, "\(authorities) is not a file with certificates in PEM")
            }
            tls.additionalTrustRoots = [.certificates(certificates)]
        }
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls, redirectConfiguration: .disallow,
            timeout: .init(connect: TimeAmount(connectTimeout)), decompression: .disabled)
        configuration.httpVersion = .http1Only
        configuration.dnsOverride = addresses
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connections
        configuration.connectionPool.idleTimeout = .seconds(20)
        client = HTTPClient(eventLoopGroup: eventLoopGroup, configuration: configuration)
        self.logger = logger
        self.userAgent = userAgent
    }

    /// Ends every request that still runs, and closes all connections.
    package func shutDown() async {
        do {
            try await client.shutdown()
        } catch {
            // Only a client that was shut down already can fail to.
        }
    }

    /// The head of the answer to `request`, with its body still to be read.
    ///
    /// - Throws: `connectFailed`, `timedOut`, `badAnswer`, `cancelled`.
    func answer(
        to request: StoreRequest, deadline: ContinuousClock.Instant
    ) async throws(ObjectStoreError) -> HTTPClientResponse {
        var message = HTTPClientRequest(url: request.url)
        message.method = HTTPMethod(rawValue: request.method)
        message.headers.add(name: "Host", value: request.endpoint.authority)
        message.headers.add(name: "User-Agent", value: userAgent)
        for (name, value) in request.fields { message.headers.add(name: name, value: value) }
        if let body = request.body {
            message.body = .stream(BodyPieces(bytes: body), length: .known(Int64(body.count)))
        }
        do {
            return try await client.execute(
                message, deadline: .now() + TimeAmount(max(.zero, deadline - .now)), logger: logger)
        } catch {
            throw Self.failure(error)
        }
    }

    /// The whole answer to `request`, which does no harm when it comes twice: one that dies with its connection, as a kept one may be
    /// closed just then, is sent once more.
    ///
    /// - Throws: as `answer`.
    func reply(
        to request: StoreRequest, deadline: ContinuousClock.Instant
    ) async throws(ObjectStoreError) -> StoreReply {
        try await withStoreDeadline(deadline) { [self] () throws(ObjectStoreError) in
            do throws(ObjectStoreError) {
                return try await reply(of: try await answer(to: request, deadline: deadline))
            } catch {
                guard error.code == .connectFailed else { throw error }
                return try await reply(of: try await answer(to: request, deadline: deadline))
            }
        }
    }

    /// `answer` with its body.
    ///
    /// - Throws: `connectFailed`, `badAnswer` for more than is reasonable, `cancelled`.
    func reply(of answer: HTTPClientResponse) async throws(ObjectStoreError) -> StoreReply {
        var body: [UInt8] = []
        do {
            for try await piece in answer.body {
                guard body.count + piece.readableBytes <= Self.maximumReplyBytes else {
                    throw ObjectStoreError(.badAnswer, "The object store's answer is too long.")
                }
                body += piece.readableBytesView
            }
        } catch let error as ObjectStoreError {
            throw error
        } catch {
            throw Self.failure(error)
        }
        if Task.isCancelled { throw .cancelled() }
        return StoreReply(status: Int(answer.status.code), headers: answer.headers, body: body)
    }

    private static func failure(_ error: any Error) -> ObjectStoreError {
        switch error as? HTTPClientError {
        case .cancelled?, .alreadyShutdown?: .cancelled(error)
        case .connectTimeout?, .tlsHandshakeTimeout?, .getConnectionFromPoolTimeout?, .deadlineExceeded?,
            .readTimeout?, .writeTimeout?:
            ObjectStoreError(.timedOut, "The object store did not answer in time.", cause: error)
        case nil where error is CancellationError: .cancelled(error)
        case nil where error is HTTPParserError:
            ObjectStoreError(.badAnswer, "The object store answered with malformed HTTP.", cause: error)
        default: ObjectStoreError(.connectFailed, "The connection to the object store failed.", cause: error)
        }
    }
}

/// An answer that was read as a whole.
struct StoreReply: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let body: [UInt8]

    /// The first value of a field.
    func field(_ name: String) -> String? { headers.first(name: name) }

    /// `Retry-After` in seconds; stores give no days there.
    var retryAfter: Duration? {
        field("Retry-After").flatMap { Int($0) }.flatMap { $0 >= 0 ? .seconds(min($0, 1 << 20)) : nil }
    }
}

/// Runs `operation`, and cancels it at `deadline`; returns when it has ended.
///
/// - Throws: `timedOut` when the deadline came first; else what `operation` throws.
func withStoreDeadline<Value: Sendable>(
    _ deadline: ContinuousClock.Instant,
    _ operation: @escaping @Sendable () async throws(ObjectStoreError) -> Value
) async throws(ObjectStoreError) -> Value {
    let canceller = Canceller<ObjectStoreError>()
    let timer = deadlineTimer(deadline - .now) {
        canceller.cancel(ObjectStoreError(.timedOut, "The object store did not answer in time."))
    }
    defer { timer.cancel() }
    let (result, lateness) = await canceller.run { await Result(catching: operation) }
    if let lateness { throw lateness }
    guard let result else { throw .cancelled() }
    return try result.get()
}
