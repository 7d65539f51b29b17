import Settings
import Testing

@testable import HTTPAPI

@Suite struct ListenerSettingsTests {
    @Test("the service listens on loopback unless it is told otherwise")
    func defaults() throws {
        let settings = try ListenerSettings(reading: .recording())
        #expect(settings.address == BindAddress(host: "127.0.0.1", port: 8080))
        #expect(settings.adminAddress == BindAddress(host: "127.0.0.1", port: 6060))
        #expect(settings.readTimeout == .seconds(10))
        #expect(settings.writeTimeout == .seconds(10))
    }

    @Test("addresses and times are read")
    func values() throws {
        let reader = try SettingsReader(
            arguments: [
                "--bind", "[::1]:0", "--idle-timeout", "5s", "--stop-timeout", "0", "--read-timeout", "3s",
                "--write-timeout", "40ms",
            ],
            environment: ["STILLWATER_MAX_CONNECTIONS": "7"])
        let settings = try ListenerSettings(reading: reader)
        #expect(settings.address == BindAddress(host: "::1", port: 0))
        #expect(settings.idleTimeout == .seconds(5))
        #expect(settings.stopTimeout == .zero)
        #expect(settings.readTimeout == .seconds(3))
        #expect(settings.writeTimeout == .milliseconds(40))
        #expect(settings.maximumConnections == 7)
    }
}
