import Settings
import Sources
import Testing

@testable import HTTPAPI

@Suite struct AccessTests {
    private static func access(_ arguments: [String]) throws -> Access {
        try Access(reading: SettingsReader(arguments: arguments, environment: [:]))
    }

    @Test("without settings everybody is let in, and nothing is special")
    func standard() throws {
        let access = try Self.access([])
        #expect(access.admits(authorization: nil))
        #expect(access.admits(authorization: "Bearer anything"))
        #expect(access.allowedOrigins.isEmpty)
        #expect(access.healthPath == nil)
        #expect(access.requestTimeout == .seconds(60))
    }

    @Test(
        "with a secret, only the whole of it is let in",
        arguments: [
            (nil, false), ("", false), ("Bearer", false), ("Bearer ", false), ("Bearer secre", false),
            ("Bearer secrets", false), ("Bearer Secret", false), ("bearer secret", false), (" Bearer secret", false),
            ("secret", false), ("Bearer secret", true),
        ])
    func secret(authorization: String?, isAdmitted: Bool) throws {
        #expect(try Self.access(["--bearer-secret", "secret"]).admits(authorization: authorization) == isAdmitted)
    }

    @Test("a secret that no header can hold is refused", arguments: ["", " ", "secret\n", " secret"])
    func badSecret(secret: String) {
        let error = #expect(throws: SettingsError.self) { try Self.access(["--bearer-secret=\(secret)"]) }
        #expect(error?.message.contains("bearer-secret") == true)
    }

    @Test("settings are taken")
    func settings() throws {
        let access = try Self.access(["--allow-origin", "*", "--health-path", "/up", "--request-timeout", "5s"])
        #expect(access.allowedOrigins == ["*"])
        #expect(access.healthPath == "/up")
        #expect(access.requestTimeout == .seconds(5))
    }

    @Test("trusted proxies are networks")
    func trustedProxies() throws {
        #expect(try Self.access([]).trustedProxies.isEmpty)
        let access = try Self.access(["--trusted-proxies", "10.0.0.0/8"])
        #expect(access.trustedProxies == [try #require(AddressNetwork("10.0.0.0/8"))])
        let error = #expect(throws: SettingsError.self) { try Self.access(["--trusted-proxies", "10.0.0.1/8"]) }
        #expect(error?.message.contains("trusted-proxies") == true)
    }

    @Test("a time of nothing is refused")
    func badTimeout() {
        let error = #expect(throws: SettingsError.self) { try Self.access(["--request-timeout", "0s"]) }
        #expect(error?.message.contains("request-timeout") == true)
    }
}
