import NIOCore
import NIOSSL
import TestSupport
import Testing

@testable import Sources

/// Certificates of authorities of one's own.
@Suite(.timeLimit(.minutes(10))) struct TrustRootsTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
        try directory.file("ca/own.pem", Array(PhotosExampleCertificate.pem.utf8))
        try directory.file("ca/README", Array("no certificate".utf8))
        try directory.file("none/README", Array("no certificate".utf8))
    }

    private func certificates(_ file: String?, _ folders: [String]) throws -> Set<NIOSSLCertificate> {
        let roots = try TrustRoots.roots(
            file: file.map { directory.path + "/" + $0 }, folders: folders.map { directory.path + "/" + $0 })
        guard case .certificates(let certificates) = roots else { return [] }
        return Set(certificates)
    }

    @Test("a file or folders alone stand beside the system's authorities, both together in their place")
    func places() throws {
        let own = try PhotosExampleCertificate.certificate()
        let system: Set<NIOSSLCertificate> = if case .certificates(let all) = TrustRoots.system { Set(all) } else { [] }
        #expect(try certificates("ca/own.pem", []) == system.union([own]))
        #expect(try certificates(nil, ["ca", "none"]) == system.union([own]))
        #expect(try certificates("ca/own.pem", ["none"]) == [own])
    }

    @Test(
        "what can't be read is refused by its name",
        arguments: [("ca/README", nil), ("nowhere", nil), (nil, "nowhere")] as [(String?, String?)])
    func unreadable(file: String?, folder: String?) throws {
        let error = #expect(throws: SourceError.self) { try certificates(file, [folder].compactMap(\.self)) }
        #expect(error?.code == .notConfigured)
        #expect(error?.message.contains(file ?? folder ?? "?") == true)
    }

    @Test(
        "a source is fetched whose certificate comes from such an authority, and without it told as untrusted",
        arguments: [true, false])
    func fetch(isTrusted: Bool) async throws {
        let context = try NIOSSLContext(configuration: PhotosExampleCertificate.serverConfiguration())
        let resolver = HostResolver { _, port in [try SocketAddress(ipAddress: "127.0.0.1", port: port)] }
        try await FakeOrigin.with(answers: ["/a": FakeAnswer(body: [1])]) { channel in
            try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
        } _: { origin in
            try await withSourceReader(resolver: resolver) {
                if isTrusted { $0.authorityFile = directory.path + "/ca/own.pem" }
            } _: { reader in
                let url = "https://photos.example:\(origin.port)/a"
                if isTrusted {
                    let content = try await reader.read(url)
                    #expect(content.bytes == [1])
                } else {
                    let error = await #expect(throws: SourceError.self) { try await reader.read(url) }
                    #expect(error?.code == .badCertificate)
                    #expect(error?.message.contains("certificate") == true)
                }
            }
        }
    }
}
