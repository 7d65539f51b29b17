import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Sends short messages over HTTP to addresses that users name, under the same rules as for sources: the address policy
/// is applied when an address is dialled. Redirects are not followed.
///
/// It works as long as the reader that it comes from.
package struct RemotePoster: Sendable {
    private let fetcher: RemoteFetcher

    init(fetcher: RemoteFetcher) { self.fetcher = fetcher }

    /// Sends `body` by POST, and returns the answer's status; the rest of the answer is not read.
    ///
    /// - Throws: `addressDenied`, `nameNotResolved`, `connectFailed`, `timedOut`, `badAnswer`, `cancelled`.
    package func post(
        _ body: [UInt8], headers: [(name: String, value: String)], to url: RemoteURL, within time: Duration
    ) async throws(SourceError) -> Int {
        try await withDeadline(.now + time) { [self] () throws(SourceError) in
            if let route = try await fetcher.routeThroughProxy(to: url) {
                return try await exchange(body, headers, url, over: try fetcher.clients.lend(for: route), time)
            }
            var pins = try await fetcher.allowedPins(for: url)[...]
            while let pin = pins.popFirst() {
                do throws(SourceError) {
                    return try await exchange(
                        body, headers, url, over: try fetcher.clients.lend(for: .pinned(pin)), time)
                } catch {
                    guard error.code == .connectFailed, !pins.isEmpty else { throw error }
                }
            }
            throw RemoteFetcher.addressDenied(url, [])
        }
    }

    /// Checks that the address policy allows `url`, with the addresses that its name has now.
    ///
    /// - Throws: `addressDenied`, `nameNotResolved`, `cancelled`.
    package func check(_ url: RemoteURL) async throws(SourceError) {
        if try await fetcher.routeThroughProxy(to: url) == nil { _ = try await fetcher.allowedPins(for: url) }
    }

    private func exchange(
        _ body: [UInt8], _ headers: [(name: String, value: String)], _ url: RemoteURL, over loan: PinnedClients.Loan,
        _ time: Duration
    ) async throws(SourceError) -> Int {
        defer { withExtendedLifetime(loan) {} }
        var request = loan.route.request(to: url)
        request.method = .POST
        request.headers.add(name: "User-Agent", value: fetcher.configuration.userAgent)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let credentials = url.credentials {
            request.setBasicAuth(username: credentials.user, password: credentials.password)
        }
        request.body = .bytes(ByteBuffer(bytes: body))
        do {
            let response = try await loan.answer(
                to: request, RequestNote(target: loan.route.target(of: url)), deadline: .now() + TimeAmount(time))
            let head = ResponseHead(response)
            await head.discardShortBody(of: response)
            return head.status
        } catch {
            throw SourceError(beforeResponse: error, host: url.host)
        }
    }
}

extension SourceReader {
    /// Sends messages over the same connections, under the same policy.
    package var poster: RemotePoster { RemotePoster(fetcher: fetcher) }
}
