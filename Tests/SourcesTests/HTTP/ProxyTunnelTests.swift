import NIOCore
import NIOSSL
import TestSupport
import Testing

@testable import Sources

/// Sources over TLS behind a proxy: what goes through the tunnel, and what does not.
@Suite(.timeLimit(.minutes(10))) struct ProxyTunnelTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
        try directory.file("ca.pem", Array(PhotosExampleCertificate.pem.utf8))
    }

    /// Reads `paths` of photos.example, an origin with TLS, by a proxy that has these manners.
    private func read(
        _ paths: [String], as credentials: String = "", manners: FakeProxy.Manners, isTrusted: Bool = true,
        _ check: (FakeProxy, FakeOriginRecord) -> Void
    ) async throws -> [[UInt8]] {
        let context = try NIOSSLContext(configuration: PhotosExampleCertificate.serverConfiguration())
        let answers = ["/a": FakeAnswer(body: [1, 2]), "/b": FakeAnswer(body: [3])]
        // The name leads nowhere from here: what arrives came through the tunnel.
        let resolver = HostResolver { _, port in [try SocketAddress(ipAddress: "8.8.8.8", port: port)] }
        return try await FakeOrigin.with(answers: answers) { channel in
            try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
        } _: { origin in
            try await FakeProxy.with(leadingTo: origin.port, manners: manners) { proxy in
                defer { check(proxy, origin.record) }
                let rules = try ProxyRules(
                    http: nil, https: "http://\(credentials)127.0.0.1:\(proxy.port)", exceptions: [])
                return try await withSourceReader(resolver: resolver) {
                    $0.addressPolicy = AddressPolicy()
                    $0.proxies = rules
                    if isTrusted { $0.authorityFile = directory.path + "/ca.pem" }
                } _: { reader in
                    var contents: [[UInt8]] = []
                    for path in paths { contents.append(try await reader.read("https://photos.example\(path)").bytes) }
                    return contents
                }
            }
        }
    }

    @Test("a source over TLS comes through a tunnel, which is kept for the next one")
    func tunnel() async throws {
        let contents = try await read(["/a?x=%FC", "/b"], manners: .tunnels(authorization: nil)) { proxy, origin in
            #expect(proxy.requests.map(\.line) == ["CONNECT photos.example:443 HTTP/1.1"])
            #expect(origin.requests.map(\.target) == ["/a?x=%FC", "/b"])
            #expect(origin.requests.map { $0.header("Host") } == ["photos.example", "photos.example"])
        }
        #expect(contents == [[1, 2], [3]])
    }

    @Test("the proxy gets its credentials, and the origin does not")
    func credentials() async throws {
        let manners = FakeProxy.Manners.tunnels(authorization: "Basic bWU6czNjcmV0")
        let contents = try await read(["/a"], as: "me:s3cret@", manners: manners) { proxy, origin in
            #expect(proxy.requests.map(\.authorization) == ["Basic bWU6czNjcmV0"])
            #expect(origin.requests.count == 1)
            #expect(origin.requests.first?.header("Proxy-Authorization") == nil)
            #expect(origin.requests.first?.header("Authorization") == nil)
        }
        #expect(contents == [[1, 2]])
    }

    @Test(
        "a proxy that refuses is named as the reason, without its credentials, and the origin hears nothing",
        arguments: [
            FakeProxy.Manners.tunnels(authorization: "Basic b3RoZXI6b3RoZXI="), .refuses(status: 403),
            .refuses(status: 502),
        ])
    func refused(manners: FakeProxy.Manners) async throws {
        let error = await #expect(throws: SourceError.self) {
            try await read(["/a"], as: "me:s3cret@", manners: manners) { proxy, origin in
                #expect(proxy.requests.count == 1)
                #expect(origin.requests.isEmpty)
            }
        }
        #expect(error?.code == .connectFailed)
        #expect(error?.message.contains("proxy") == true)
        #expect(error.map { "\($0)" }?.contains("s3cret") == false)
    }

    @Test("a proxy that hangs up is a failed connection")
    func hangsUp() async throws {
        let error = await #expect(throws: SourceError.self) {
            try await read(["/a"], manners: .hangsUp) { _, origin in #expect(origin.requests.isEmpty) }
        }
        #expect(error?.code == .connectFailed)
    }

    @Test("the origin's certificate is judged through the tunnel")
    func certificate() async throws {
        let error = await #expect(throws: SourceError.self) {
            try await read(["/a"], manners: .tunnels(authorization: nil), isTrusted: false) { proxy, origin in
                #expect(!proxy.requests.isEmpty)
                #expect(origin.requests.isEmpty)
            }
        }
        #expect(error?.code == .badCertificate)
    }
}
