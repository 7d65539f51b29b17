import Testing

@testable import Settings

@Suite struct SettingsReaderUnknownTests {
    private static func message(
        _ arguments: [String] = [], _ environment: [String: String] = [:], yaml: String = ""
    ) throws -> String? {
        let file = try SettingsFile(yaml: yaml, name: "stillwater.yaml")
        let reader = try SettingsReader(arguments: arguments, environment: environment, file: file)
        _ = try reader.optionalString("root", help: "A test.")
        _ = try reader.bool("verbose", default: false, help: "A test.")
        let others = try SettingsReader.recording()
        _ = try others.int("workers", default: 1, in: 1...9, help: "A test.")
        do {
            try reader.finish(alsoKnown: others.descriptions)
            return nil
        } catch {
            #expect(error.code == .unknownSetting)
            return error.message
        }
    }

    @Test(
        "An unknown flag is refused with the nearest known one",
        arguments: [
            ("--rot", "unknown flag --rot; did you mean --root?"),
            ("--verbos=true", "unknown flag --verbos; did you mean --verbose?"),
            ("--no-root", "unknown flag --no-root"),
            ("--somewhere-else", "unknown flag --somewhere-else"),
            ("-x", "unknown flag -x"),
        ])
    func flags(word: String, expected: String) throws {
        #expect(try Self.message([word])?.hasPrefix(expected) == true)
    }

    @Test("An unknown variable with our prefix is refused; others are ignored")
    func variables() throws {
        #expect(
            try Self.message([], ["STILLWATER_ROOTS": "a", "ROOTS": "b"])
                == "unknown variable STILLWATER_ROOTS; did you mean STILLWATER_ROOT?")
    }

    @Test("What Kubernetes says of services in the same namespace is none of ours")
    func serviceLinks() throws {
        let links = [
            "STILLWATER_PORT": "tcp://10.0.0.1:80", "STILLWATER_SERVICE_HOST": "10.0.0.1",
            "STILLWATER_SERVICE_PORT": "80", "STILLWATER_SERVICE_PORT_HTTP_ADMIN": "6060",
            "STILLWATER_PORT_80_TCP": "tcp://10.0.0.1:80", "STILLWATER_PORT_80_TCP_ADDR": "10.0.0.1",
            "STILLWATER_PORT_80_TCP_PORT": "80", "STILLWATER_PORT_80_TCP_PROTO": "tcp",
            "STILLWATER_PORT_53_UDP": "udp://[fd00::1]:53", "STILLWATER_EU_1_PORT": "tcp://10.0.0.2:80",
            "STILLWATER_EU_1_SERVICE_HOST": "fd00::1", "STILLWATER_EU_1_SERVICE_PORT_WEB": "80",
        ]
        #expect(try Self.message([], links) == nil)
    }

    @Test(
        "Names that only look like those are refused",
        arguments: [
            ("STILLWATER_PORT", "8080"), ("STILLWATER_SERVICE_HOST", "localhost"), ("STILLWATER_SERVICE_PORT", "http"),
            ("STILLWATER_PORT_80_TCP_PROTO", "http"), ("STILLWATER_PORT_X_TCP", "tcp://10.0.0.1:80"),
            ("STILLWATER_PORTS", "tcp://10.0.0.1:80"), ("STILLWATER_HOST", "10.0.0.1"),
        ])
    func noServiceLinks(name: String, value: String) throws {
        #expect(try Self.message([], [name: value])?.contains("unknown variable \(name)") == true)
    }

    @Test("An unknown file key is refused; the file cannot name another file")
    func fileKeys() throws {
        #expect(try Self.message(yaml: "rooot: a")?.contains("unknown file key rooot; did you mean root?") == true)
        #expect(try Self.message(yaml: "config: a")?.contains("unknown file key config") == true)
    }

    @Test("All unknown names are reported at once")
    func several() throws {
        #expect(
            try Self.message(["--rot"], ["STILLWATER_ROOTS": "a"], yaml: "rooot: a") == """
                unknown flag --rot; did you mean --root?; unknown variable STILLWATER_ROOTS; did you mean \
                STILLWATER_ROOT?; unknown file key rooot; did you mean root?
                """)
    }

    @Test("A setting of another command may appear in the environment and the file, but not on the command line")
    func otherCommands() throws {
        #expect(try Self.message([], ["STILLWATER_WORKERS": "2"], yaml: "workers: 3") == nil)
        #expect(try Self.message(["--workers=2"]) == "--workers is a flag of another command")
    }
}
