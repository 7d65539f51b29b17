import RequestGrammar
import Settings
import Testing

@testable import HTTPAPI

/// What the settings of keys and salts come to at the start of the service.
@Suite struct SignatureSettingsTests {
    private static func read(
        _ arguments: [String], environment: [String: String] = [:], file: String = ""
    ) throws -> (isSigned: Bool, warning: String?) {
        let reader = try SettingsReader(
            arguments: arguments, environment: environment, file: try SettingsFile(yaml: file, name: "settings.yaml"))
        let isSigned = try URLAPIConfiguration(reading: reader).isSigned
        return (isSigned, SignatureVerifier.warning(in: reader))
    }

    /// The settings, and what the message names as missing.
    private static let halves: [(arguments: [String], environment: [String: String], file: String, missing: String)] = [
        (["--url-keys", "0a"], [:], "", "url-salts is not"), (["--url-salts", "0a"], [:], "", "url-keys is not"),
        ([], ["STILLWATER_URL_KEYS": "0a"], "", "url-salts is not"),
        ([], ["STILLWATER_URL_SALTS": "0a,0b"], "", "url-keys is not"),
        ([], [:], "url-keys: '0a'", "url-salts is not"), ([], [:], "url-salts: '0a'", "url-keys is not"),
        (["--url-keys", "0a"], ["STILLWATER_URL_SALTS": ""], "", "url-salts is not"),
        (["--trusted-signatures", "partner"], [:], "", "neither url-keys nor url-salts"),
    ]

    @Test("half a pair stops the start where signatures are required", arguments: halves)
    func required(arguments: [String], environment: [String: String], file: String, missing: String) {
        let ways: [([String], [String: String])] = [
            (["--require-signature"], [:]), ([], ["STILLWATER_REQUIRE_SIGNATURE": "true"]),
        ]
        for (more, variables) in ways {
            let error = #expect(throws: SettingsError.self) {
                try Self.read(arguments + more, environment: environment.merging(variables) { $1 }, file: file)
            }
            let message = error?.message ?? ""
            #expect(message.hasPrefix("require-signature"))
            #expect(message.contains(missing), "\(message)")
            let (name, other) = missing.hasPrefix("url-keys") ? ("KEYS", "KEY") : ("SALTS", "SALT")
            #expect(message.contains("STILLWATER_URL_\(name) or IMGPROXY_\(other)"), "\(message)")
        }
    }

    @Test("half a pair is warned of where signatures are not required", arguments: halves)
    func warned(arguments: [String], environment: [String: String], file: String, missing: String) throws {
        let (isSigned, warning) = try Self.read(arguments, environment: environment, file: file)
        #expect(!isSigned)
        #expect(warning?.contains(missing) == true)
    }

    @Test("whole pairs and no settings at all are no reason for a warning")
    func sound() throws {
        let pairs = ["--url-keys", "0a, 0b", "--url-salts", "0c,0d\n"]
        let (isSigned, warning) = try Self.read(pairs + ["--require-signature"])
        #expect(isSigned)
        #expect(warning == nil)
        for environment: [String: String] in [[:], ["STILLWATER_URL_KEYS": "", "STILLWATER_URL_SALTS": ""]] {
            let (isSigned, warning) = try Self.read([], environment: environment)
            #expect(!isSigned)
            #expect(warning == nil)
        }
    }

    @Test("nothing at all stops the start where signatures are required")
    func nothing() {
        let error = #expect(throws: SettingsError.self) { try Self.read(["--require-signature"]) }
        #expect(error?.message.contains("neither url-keys nor url-salts is set") == true)
    }

    @Test(
        "values that hold no key are refused, and numbers that differ",
        arguments: [
            (["--url-keys", "0a,0b", "--url-salts", "0c"], "2 url-keys and 1 url-salts"),
            (["--url-keys", "0a", "--url-salts", "0c,0d"], "1 url-keys and 2 url-salts"),
            (["--url-keys=", "--url-salts="], "url-keys (from --url-keys): entry 1 is empty"),
            (["--url-keys", " \t", "--url-salts", "0c"], "entry 1 is empty"),
            (["--url-keys", "0a", "--url-salts", "\n"], "url-salts (from --url-salts): entry 1 is empty"),
            (["--url-keys", ",", "--url-salts", "0c"], "entry 1 is empty"),
            (["--url-keys", "0a,,0b", "--url-salts", "0c,0d"], "entry 2 is empty"),
            (["--source-url-encryption-key="], "is empty"),
            (["--source-url-encryption-key", "  "], "is empty"),
        ])
    func refused(arguments: [String], text: String) {
        let error = #expect(throws: SettingsError.self) { try Self.read(arguments) }
        #expect(error?.message.contains(text) == true, "\(error?.message ?? "")")
        #expect(throws: SettingsError.self) { try Self.read(arguments + ["--require-signature"]) }
    }

    @Test("a key that ends with a line feed, as from a file, is the key without it")
    func lineFeed() throws {
        let digits = String(repeating: "0a", count: 16)
        #expect(try !Self.read(["--source-url-encryption-key", digits + "\n"]).isSigned)
    }
}
