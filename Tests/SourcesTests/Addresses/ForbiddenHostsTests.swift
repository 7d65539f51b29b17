import NIOCore
import TestSupport
import Testing

@testable import Sources

/// Every spelling of every special address, in every way that leads there; a listener that must stay silent.
@Suite(.timeLimit(.minutes(10))) struct ForbiddenHostsTests {
    /// Reads `text` with a policy that knows one exception, 127.0.0.2, where the tests' own origin is.
    private static func code(of text: String, _ reader: SourceReader) async -> SourceError.Code? {
        do throws(SourceError) {
            _ = try await reader.read(text)
            return nil
        } catch {
            return error.code
        }
    }

    /// Runs `body` with a reader, the origin at 127.0.0.2, and a listener on the same port of 127.0.0.1; nobody dials the
    /// listener.
    private static func withSilence(
        resolver: HostResolver? = nil, _ body: (SourceReader, FakeOrigin) async throws -> Void
    ) async throws {
        let exception = try #require(AddressNetwork("127.0.0.2/32"))
        try await FakeOrigin.with(answers: ["/": FakeAnswer(body: [7])]) { silent in
            try await FakeOrigin.with(answers: ["/": FakeAnswer(body: [1])], host: "127.0.0.2", port: silent.port) {
                origin in
                try await withSourceReader(resolver: resolver) {
                    $0.addressPolicy = AddressPolicy(ports: .all)
                    $0.addressPolicy.networks = [exception]
                } _: { reader in
                    try await body(reader, origin)
                    #expect(try await reader.read(origin.url("/")).bytes == [1], "what is allowed is still read")
                }
            }
            #expect(silent.record.acceptedConnections == 0)
        }
    }

    @Test("there are at least 150 forms, none twice")
    func forms() {
        #expect(ForbiddenHosts.all.count >= 150)
        #expect(Set(ForbiddenHosts.all.map(\.host)).count == ForbiddenHosts.all.count)
    }

    @Test("none is dialled when a URL names it")
    func direct() async throws {
        try await Self.withSilence { reader, origin in
            for form in ForbiddenHosts.all {
                let code = await Self.code(of: origin.url("/", host: form.host), reader)
                #expect(code == .addressDenied, "\(form)")
            }
        }
    }

    @Test("none is dialled to tell it something, as by a webhook")
    func posted() async throws {
        try await FakeOrigin.with(answers: ["/": FakeAnswer(body: [7])]) { silent in
            try await withSourceReader {
                $0.addressPolicy = AddressPolicy(ports: .all)
            } _: { reader in
                for form in ForbiddenHosts.all {
                    let url = try RemoteURL(parsing: silent.url("/", host: form.host))
                    let error = await #expect(throws: SourceError.self, "\(form)") {
                        try await reader.poster.post([1], headers: [], to: url, within: .seconds(600))
                    }
                    #expect(error?.code == .addressDenied, "\(form)")
                    let check = await #expect(throws: SourceError.self) { try await reader.poster.check(url) }
                    #expect(check?.code == .addressDenied, "\(form)")
                }
            }
            #expect(silent.record.acceptedConnections == 0)
        }
    }

    @Test("none is dialled when a name stands for it, alone or beside others")
    func byName() async throws {
        let forms = ForbiddenHosts.all
        let resolver = HostResolver { host, port in
            let number = host.split(separator: ".").first.flatMap { Int($0.dropFirst()) } ?? 0
            let others = host.hasPrefix("b") ? ["fe80::1", "0.0.0.0"] : []
            return try (others + [forms[number].address]).map { try SocketAddress(ipAddress: $0, port: port) }
        }
        try await Self.withSilence(resolver: resolver) { reader, origin in
            for number in forms.indices {
                for name in ["a\(number).example", "b\(number).example."] {
                    let code = await Self.code(of: origin.url("/", host: name), reader)
                    #expect(code == .addressDenied, "\(forms[number])")
                }
            }
        }
    }

    @Test("none is dialled when an origin redirects to it")
    func byRedirect() async throws {
        try await Self.withSilence { reader, origin in
            for form in ForbiddenHosts.all {
                origin.answer("/go", with: .redirect(to: origin.url("/", host: form.host)))
                let code = await Self.code(of: origin.url("/go"), reader)
                #expect(code == .addressDenied, "\(form)")
            }
        }
    }

    @Test("a name that is judged good and then changes its address is not dialled at the new one")
    func rebinding() async throws {
        let forms = ForbiddenHosts.all
        for form in [forms[0], forms[70], forms[72]] {
            let asked = Counter()
            let resolver = HostResolver { _, port in
                let address = asked.next() == 1 ? "127.0.0.2" : form.address
                return [try SocketAddress(ipAddress: address, port: port)]
            }
            try await Self.withSilence(resolver: resolver) { reader, origin in
                let url = origin.url("/", host: "changes.example")
                let content = try await reader.read(url)
                #expect(content.bytes == [1])
                #expect(await Self.code(of: url, reader) == .addressDenied)
            }
        }
    }

    @Test("hosts of the public internet are allowed in the same forms", arguments: ForbiddenHosts.allowed)
    func allowed(form: ForbiddenHosts.Form) throws {
        let address = try #require(IPAddress(literal: form.address))
        #expect(AddressPolicy().allows(address, port: 443))
        #expect(!AddressPolicy().allows(address, port: 22))
    }
}
