import Testing

@testable import Settings

@Suite struct SettingsReaderTests {
    private static let help = "A test."
    private static let second: ClosedRange<Duration> = .milliseconds(1) ... .seconds(600)

    private static func reader(
        _ arguments: [String] = [], _ environment: [String: String] = [:], yaml: String? = nil
    ) throws -> SettingsReader {
        let file = try yaml.map { try SettingsFile(yaml: $0, name: "stillwater.yaml") }
        return try SettingsReader(arguments: arguments, environment: environment, file: file)
    }

    private static func timeout(_ reader: SettingsReader) throws(SettingsError) -> Duration {
        try reader.duration(
            "fetch-connect-timeout", default: .seconds(5), in: second,
            alsoEnvironment: ["IMGPROXY_DOWNLOAD_TIMEOUT"], help: help)
    }

    @Test(
        "A flag overrides our variable, which overrides the foreign one, then the file, then the default",
        arguments: 0...4)
    func precedence(layers: Int) throws {
        let arguments = layers >= 4 ? ["--fetch-connect-timeout", "4s"] : []
        var environment: [String: String] = [:]
        if layers >= 2 { environment["IMGPROXY_DOWNLOAD_TIMEOUT"] = "2" }
        if layers >= 3 { environment["STILLWATER_FETCH_CONNECT_TIMEOUT"] = "3s" }
        let reader = try Self.reader(arguments, environment, yaml: layers >= 1 ? "fetch-connect-timeout: 1s" : nil)
        #expect(try Self.timeout(reader) == .seconds(layers == 0 ? 5 : layers))
        let origins = [
            "default", "stillwater.yaml, line 1", "IMGPROXY_DOWNLOAD_TIMEOUT", "STILLWATER_FETCH_CONNECT_TIMEOUT",
            "--fetch-connect-timeout",
        ]
        #expect(reader.origin(of: "fetch-connect-timeout")?.description == origins[layers])
        try reader.finish()
    }

    @Test("Other defaults go before the declared one, and behind everything that is set", arguments: [false, true])
    func otherDefaults(isSet: Bool) throws {
        let reader = try Self.reader(yaml: isSet ? "fetch-connect-timeout: 1s" : nil)
        reader.replaceDefaults(with: ["fetch-connect-timeout": "7s", "names": "a,b"])
        #expect(try Self.timeout(reader) == .seconds(isSet ? 1 : 7))
        #expect(try reader.list("names", help: Self.help) == ["a", "b"])
        #expect(reader.origin(of: "names") == .standard)
        #expect(reader.descriptions.first { $0.key == "fetch-connect-timeout" }?.standard == "5s")
        try reader.finish()
    }

    @Test("A setting can keep its own default")
    func keptDefault() throws {
        let reader = try Self.reader()
        reader.keepDefaults(of: ["fetch-connect-timeout"])
        reader.replaceDefaults(with: ["fetch-connect-timeout": "7s"])
        #expect(try Self.timeout(reader) == .seconds(5))
    }

    @Test("An empty variable counts as not set")
    func emptyVariable() throws {
        let reader = try Self.reader([], ["STILLWATER_FETCH_CONNECT_TIMEOUT": ""], yaml: "fetch-connect-timeout: 7s")
        #expect(try Self.timeout(reader) == .seconds(7))
    }

    @Test("An error names the setting, where its value comes from, what is allowed and what was given")
    func errorText() throws {
        let reader = try Self.reader([], ["STILLWATER_FETCH_CONNECT_TIMEOUT": "soon"])
        let error = #expect(throws: SettingsError.self) { try Self.timeout(reader) }
        #expect(error?.code == .invalidValue)
        #expect(
            error?.message == """
                fetch-connect-timeout (from STILLWATER_FETCH_CONNECT_TIMEOUT): expected a duration such as 500ms, 5s \
                or 2m, from 1ms to 10m; got "soon"
                """)
    }

    @Test("A value out of range is refused", arguments: ["0", "601s", "-1s", ""])
    func outOfRange(text: String) throws {
        let reader = try Self.reader(["--fetch-connect-timeout=\(text)"])
        #expect(throws: SettingsError.self) { try Self.timeout(reader) }
    }

    @Test("A list in the file is refused for a setting with one value")
    func listForScalar() throws {
        let reader = try Self.reader(yaml: "\n\nfetch-connect-timeout: [1s, 2s]")
        let error = #expect(throws: SettingsError.self) { try Self.timeout(reader) }
        #expect(error?.message.hasPrefix("fetch-connect-timeout (from stillwater.yaml, line 3): expected") == true)
        #expect(error?.message.hasSuffix("got a list or mapping") == true)
    }

    @Test("The last of a flag given twice counts")
    func lastFlag() throws {
        let reader = try Self.reader(["--fetch-connect-timeout", "1s", "--fetch-connect-timeout=2s"])
        #expect(try Self.timeout(reader) == .seconds(2))
    }

    @Test("The file named by --config is read instead of the one passed in")
    func missingFile() throws {
        let error = #expect(throws: SettingsError.self) {
            try Self.reader(["--config", "/nonexistent/stillwater.yaml"], yaml: "a: 1")
        }
        #expect(error?.code == .unreadableFile)
        #expect(error?.message == "cannot read the settings file /nonexistent/stillwater.yaml")
    }

    @Test("A wrong declaration is refused", arguments: ["Fetch", "fetch_timeout", "", "-a", "a--b", "no-cache", "9a"])
    func malformedKey(key: String) throws {
        let reader = try Self.reader()
        let error = #expect(throws: SettingsError.self) { try reader.bool(key, default: false, help: Self.help) }
        #expect(error?.code == .invalidDeclaration)
    }

    @Test("A key can be declared only once")
    func declaredTwice() throws {
        let reader = try Self.reader()
        _ = try Self.timeout(reader)
        let error = #expect(throws: SettingsError.self) { try Self.timeout(reader) }
        #expect(error?.code == .invalidDeclaration)
    }

    @Test("A default out of its range is refused")
    func defaultOutOfRange() throws {
        let reader = try Self.reader()
        let error = #expect(throws: SettingsError.self) {
            try reader.int("workers", default: 0, in: 1...8, help: Self.help)
        }
        #expect(error?.code == .invalidDeclaration)
    }

    @Test("A value that a module cannot use is refused with its origin")
    func rejection() throws {
        let reader = try Self.reader(["--fetch-connect-timeout", "1s"])
        _ = try Self.timeout(reader)
        #expect(
            reader.rejection(of: "fetch-connect-timeout", "is longer than the total").message
                == "fetch-connect-timeout (from --fetch-connect-timeout): is longer than the total")
    }

    @Test("A recording reader returns the defaults and describes what was read, in groups")
    func recording() throws {
        let reader = try SettingsReader.recording()
        reader.group("Fetching")
        #expect(try Self.timeout(reader) == .seconds(5))
        let setting = try #require(reader.descriptions.last)
        #expect(reader.descriptions.map(\.key) == ["config", "fetch-connect-timeout"])
        #expect(setting.group == "Fetching")
        #expect(setting.flag == "--fetch-connect-timeout")
        #expect(setting.environment == "STILLWATER_FETCH_CONNECT_TIMEOUT")
        #expect(setting.alsoEnvironment == ["IMGPROXY_DOWNLOAD_TIMEOUT"])
        #expect(setting.type == "duration")
        #expect(setting.standard == "5s")
        #expect(setting.range == "from 1ms to 10m")
    }
}
