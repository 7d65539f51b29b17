import AsyncHTTPClient
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import TestSupport
import Testing

@testable import Sources

@Suite(.timeLimit(.minutes(10))) struct PinnedClientsTests {
    private func withClients(
        capacity: Int = 2, policy: AddressPolicy = AddressPolicy(allowsPrivate: true),
        trustRoots: NIOSSLTrustRoots? = nil, _ body: (PinnedClients) async throws -> Void
    ) async throws {
        var configuration = SourceConfiguration()
        configuration.addressPolicy = policy
        let clients = PinnedClients(
            capacity: capacity, configuration: configuration, eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, trustRoots: trustRoots)
        do {
            try await body(clients)
        } catch {
            await clients.shutDown()
            throw error
        }
        await clients.shutDown()
    }

    private func pin(_ host: String, _ address: String = "127.0.0.1") throws -> Pin {
        try #require(Pin(host: host, socketAddress: try SocketAddress(ipAddress: address, port: 1)))
    }

    /// The status that `url` gives over the client for `pin`.
    private func status(_ url: String, _ clients: PinnedClients, _ pin: Pin) async throws -> UInt {
        let loan = try clients.lend(for: .pinned(pin))
        defer { withExtendedLifetime(loan) {} }
        do {
            let response = try await loan.client.execute(HTTPClientRequest(url: url), timeout: .minutes(10))
            _ = try await response.body.collect(upTo: 1_000)
            return response.status.code
        } catch {
            throw SourceError(beforeResponse: error, host: pin.host)
        }
    }

    @Test("a host is dialled at its pinned address and keeps its name")
    func pinned() async throws {
        try await FakeOrigin.with(answers: ["/": FakeAnswer()]) { origin in
            try await withClients { clients in
                let url = origin.url("/", host: "photos.example")
                let status = try await status(url, clients, try pin("photos.example"))
                #expect(status == 200)
            }
            #expect(origin.record.requests.first?.header("Host") == "photos.example:\(origin.port)")
        }
    }

    @Test(
        "over TLS the certificate is checked for the host's name, not for the address",
        arguments: [("photos.example", true), ("other.example", false)])
    func certificate(host: String, succeeds: Bool) async throws {
        let context = try NIOSSLContext(configuration: PhotosExampleCertificate.serverConfiguration())
        try await FakeOrigin.with(answers: ["/": FakeAnswer()]) { channel in
            try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
        } _: { origin in
            try await withClients(trustRoots: .certificates([try PhotosExampleCertificate.certificate()])) { clients in
                let url = "https://\(host):\(origin.port)/"
                if succeeds {
                    let status = try await status(url, clients, try pin(host))
                    #expect(status == 200)
                } else {
                    let error = await #expect(throws: SourceError.self) {
                        try await status(url, clients, try pin(host))
                    }
                    #expect(error?.code == .badCertificate)
                }
            }
            #expect(origin.record.requests.count == (succeeds ? 1 : 0))
        }
    }

    @Test("a certificate of an authority that the system doesn't trust is refused")
    func untrusted() async throws {
        let context = try NIOSSLContext(configuration: PhotosExampleCertificate.serverConfiguration())
        try await FakeOrigin.with(answers: ["/": FakeAnswer()]) { channel in
            try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
        } _: { origin in
            try await withClients { clients in
                let error = await #expect(throws: SourceError.self) {
                    try await status("https://photos.example:\(origin.port)/", clients, try pin("photos.example"))
                }
                #expect(error?.code == .badCertificate)
            }
        }
    }

    @Test("the same pin keeps its connection")
    func reuse() async throws {
        try await FakeOrigin.with(answers: ["/": FakeAnswer()]) { origin in
            try await withClients { clients in
                for _ in 0..<3 { _ = try await status(origin.url("/"), clients, try pin("127.0.0.1")) }
            }
            #expect(origin.record.acceptedConnections == 1)
        }
    }

    @Test("clients that are not in use are bounded, and evicted ones close their connections")
    func eviction() async throws {
        try await FakeOrigin.with(answers: ["/": FakeAnswer()]) { origin in
            try await withClients(capacity: 2) { clients in
                for number in 0..<20 {
                    _ = try await status(origin.url("/", host: "h\(number)"), clients, try pin("h\(number)"))
                }
                #expect(clients.count == 2)
                try await origin.wait { $0.openConnections == 2 }
            }
            try await origin.wait { $0.openConnections == 0 }
        }
    }

    @Test("a connection whose peer the policy denies gets no request and is closed")
    func secondLock() async throws {
        try await FakeOrigin.with(answers: ["/": FakeAnswer()]) { origin in
            try await withClients(policy: AddressPolicy()) { clients in
                let error = await #expect(throws: SourceError.self) {
                    try await status(origin.url("/", host: "a"), clients, try pin("a"))
                }
                #expect(error?.code == .addressDenied)
                try await origin.wait { $0.acceptedConnections == 1 && $0.openConnections == 0 }
            }
            #expect(origin.record.requests.isEmpty)
        }
    }

    @Test("a connection to another address than the pinned one gets no request and is closed")
    func unpinned() async throws {
        try await FakeOrigin.with(answers: ["/": FakeAnswer()]) { origin in
            try await withClients { clients in
                // The URL names another host than the pin, so the client would dial what it likes.
                let error = await #expect(throws: SourceError.self) {
                    try await status(origin.url("/"), clients, try pin("a", "127.0.0.2"))
                }
                #expect(error?.code == .addressDenied)
                try await origin.wait { $0.acceptedConnections == 1 && $0.openConnections == 0 }
            }
            #expect(origin.record.requests.isEmpty)
        }
    }

    @Test("after the end no client is lent")
    func shutDown() async throws {
        try await withClients { clients in
            await clients.shutDown()
            let error = await #expect(throws: SourceError.self) {
                try await status("http://127.0.0.1/", clients, try pin("127.0.0.1"))
            }
            #expect(error?.code == .cancelled)
        }
    }
}
