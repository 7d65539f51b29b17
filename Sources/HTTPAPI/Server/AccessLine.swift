import HTTPTypes
import Hummingbird
import ImageService
import Logging
import NIOConcurrencyHelpers
import Rendering
import Sources

/// The line of one request. It is written once: when the answer has been sent or has broken off; or, if it was never
/// sent because the client left, when it is released.
final class AccessLine: Sendable {
    /// The client, as far as the request says.
    struct Client: Sendable {
        var address: String?
        var userAgent: String?
        var referer: String?
    }

    private let method: String
    private let path: String
    private let id: String
    private let client: Client
    private let account: RequestAccount
    private let logger: Logger
    private let start = ContinuousClock.now
    private let isWritten = NIOLockedValueBox(false)

    init(
        method: String, path: String, id: String, client: Client = Client(), account: RequestAccount, logger: Logger
    ) {
        self.method = method
        self.path = path
        self.id = id
        self.client = client
        self.account = account
        self.logger = logger
    }

    deinit { write(status: 499, bytesSent: 0, sending: .zero) }

    /// Writes the line, unless it has been written; `sending` is the time that the body took.
    func write(status: Int, bytesSent: Int, sending: Duration) {
        let isFirst = isWritten.withLockedValue { isWritten in
            defer { isWritten = true }
            return !isWritten
        }
        guard isFirst else { return }
        var facts = account.facts
        // Storing has noted its own time; if nothing is stored, writing means sending.
        if facts.write == .zero { facts.write = sending }
        var metadata = Logger.Metadata(minimumCapacity: 32)
        if facts.sources > 0 { Self.add(facts, to: &metadata) }
        metadata["http.method"] = .string(method)
        metadata["http.path"] = .string(path)
        metadata["http.status"] = .stringConvertible(status)
        metadata["http.request_id"] = .string(id)
        if let source = facts.sourceText { metadata["source"] = .string(source) }
        if let address = client.address { metadata["client.address"] = .string(address) }
        if let agent = client.userAgent { metadata["http.user_agent"] = .string(agent) }
        if let referer = client.referer { metadata["http.referer"] = .string(referer) }
        metadata["bytes.sent"] = .stringConvertible(bytesSent)
        metadata["time.total_ms"] = .stringConvertible((ContinuousClock.now - start).milliseconds)
        // With the path, which names the plan: its estimate has to be corrected.
        if facts.overrunBytes > 0 { metadata["bytes.overrun"] = .stringConvertible(facts.overrunBytes) }
        if let cache = facts.cache { metadata["cache"] = .string(cache.status.rawValue) }
        if facts.damaged > 0 { metadata["count.damaged"] = .stringConvertible(facts.damaged) }
        if let code = facts.errorCode { metadata["error.code"] = "\(code)" }
        if let cause = facts.errorCause { metadata["error.cause"] = "\(cause)" }
        logger.log(level: status >= 500 ? .warning : .info, "request", metadata: metadata)
    }

    private static func add(_ facts: RequestFacts, to metadata: inout Logger.Metadata) {
        metadata["time.queue_ms"] = .stringConvertible(facts.queue.milliseconds)
        metadata["time.fetch_ms"] = .stringConvertible(facts.fetch.milliseconds)
        metadata["time.decode_ms"] = .stringConvertible(facts.rendering.decodeTime.milliseconds)
        metadata["time.resize_ms"] = .stringConvertible(facts.rendering.resizeTime.milliseconds)
        metadata["time.encode_ms"] = .stringConvertible(facts.rendering.encodeTime.milliseconds)
        metadata["time.write_ms"] = .stringConvertible(facts.write.milliseconds)
        metadata["count.sources"] = .stringConvertible(facts.sources)
        if let colours = facts.colours { metadata["source.colours"] = .stringConvertible(colours) }
        metadata["count.downloads"] = .stringConvertible(facts.downloads)
        metadata["count.decodes"] = .stringConvertible(facts.rendering.decodes)
        metadata["count.decoded_pixels"] = .stringConvertible(facts.rendering.decodedPixels)
        metadata["count.renditions"] = .stringConvertible(facts.renditions)
        metadata["count.failures"] = .stringConvertible(facts.failures)
        metadata["bytes.in"] = .stringConvertible(facts.bytesIn)
        metadata["bytes.out"] = .stringConvertible(facts.bytesOut)
        metadata["bytes.peak_reserved"] = .stringConvertible(facts.peakReservedBytes)
        metadata["bytes.allocated"] = .stringConvertible(facts.allocatedBytes)
    }
}

extension AccessLine.Client {
    /// How many bytes of a client's text are logged.
    private static let longestText = 256

    /// The client of `request`.
    init(_ request: Request, _ context: APIRequestContext, _ trustedProxies: [AddressNetwork]) {
        address =
            ClientAddress.address(
                peer: context.remoteAddress, forwarded: request.headers[values: .forwardedFor], trusting: trustedProxies
            )?
            .description
        userAgent = request.headers[.userAgent].map { String($0.prefix(Self.longestText)) }
        referer = request.headers[.referer].map { String($0.prefix(Self.longestText)) }
    }
}

extension Duration {
    /// Milliseconds to a tenth.
    fileprivate var milliseconds: Double {
        let tenths = components.seconds * 10_000 + components.attoseconds / 100_000_000_000_000
        return Double(tenths) / 10
    }
}
