import Testing

@testable import Settings

@Suite struct SettingsReaderKindsTests {
    private enum Level: String, CaseIterable, Sendable { case info, debug }

    private static func reader(
        _ arguments: [String] = [], _ environment: [String: String] = [:], yaml: String = ""
    ) throws -> SettingsReader {
        try SettingsReader(
            arguments: arguments, environment: environment, file: SettingsFile(yaml: yaml, name: "stillwater.yaml"))
    }

    @Test(
        "A switch is set, cleared and given a value, and the last one counts",
        arguments: [
            (["--cache"], true), (["--no-cache"], false), (["--cache=false"], false), (["--cache=YES"], true),
            (["--cache", "--no-cache"], false), (["--no-cache", "--cache"], true), ([], true),
        ])
    func switches(arguments: [String], expected: Bool) throws {
        #expect(try Self.reader(arguments).bool("cache", default: true, help: "A test.") == expected)
    }

    @Test("A switch accepts only a boolean", arguments: ["--cache=maybe", "--no-cache=true", "--cache="])
    func wrongSwitch(word: String) throws {
        #expect(throws: SettingsError.self) { try Self.reader([word]).bool("cache", default: true, help: "A test.") }
    }

    @Test("Numbers, bytes, choices and addresses are read from the file")
    func fromFile() throws {
        let reader = try Self.reader(yaml: "workers: 3\nlimit: 1.5GiB\nlevel: Debug\nbind: '[::1]:80'\nname: 007\n")
        #expect(try reader.int("workers", default: 1, in: 1...8, help: "A test.") == 3)
        #expect(try reader.bytes("limit", default: 1, in: 1 ... .max, help: "A test.") == 1_610_612_736)
        #expect(try reader.choice("level", default: Level.info, help: "A test.") == .debug)
        let bind = try reader.address("bind", default: BindAddress(host: "localhost", port: 1), help: "A test.")
        #expect(bind == BindAddress(host: "::1", port: 80))
        #expect(try reader.string("name", default: "", help: "A test.") == "007")
        try reader.finish()
    }

    @Test("A choice that does not exist is refused with those that do")
    func wrongChoice() throws {
        let error = #expect(throws: SettingsError.self) {
            try Self.reader(["--level", "trace"]).choice("level", default: Level.info, help: "A test.")
        }
        #expect(error?.message == "level (from --level): expected one of info, debug; got \"trace\"")
    }

    @Test("A secret is not shown by its value, its description or an error")
    func secrets() throws {
        let reader = try Self.reader([], ["STILLWATER_TOKEN": "hunter2"])
        let secret = try #require(try reader.secret("token", help: "A test."))
        #expect(secret.revealed == "hunter2")
        #expect("\(secret)" == "•••")
        #expect(String(reflecting: secret) == "•••")
        #expect(reader.descriptions.last?.isSecret == true)
        let listed = try Self.reader(yaml: "token: [hunter2]")
        let error = #expect(throws: SettingsError.self) { try listed.secret("token", help: "A test.") }
        #expect(error?.message == "token (from stillwater.yaml, line 1): expected text")
    }

    @Test(
        "A list comes from repeated flags, a variable with commas, or a file",
        arguments: [
            (["--root", "a,b", "--root=c"], [:], "", ["a,b", "c"]),
            ([], ["STILLWATER_ROOT": "a, b,,c "], "", ["a", "b", "c"]),
            ([], [:], "root: [a, 'b,c']", ["a", "b,c"]),
            ([], [:], "root: a,b", ["a", "b"]),
            ([], [:], "root: []", []),
            ([], [:], "", ["standard"]),
        ] as [([String], [String: String], String, [String])])
    func lists(arguments: [String], environment: [String: String], yaml: String, expected: [String]) throws {
        let reader = try Self.reader(arguments, environment, yaml: yaml)
        #expect(try reader.list("root", default: ["standard"], help: "A test.") == expected)
    }

    @Test(
        "Named values come from repeated flags, a variable with semicolons, or a mapping",
        arguments: [
            (["--size-lists", "avatar=64,128@webp,q=75", "--size-lists=hero=1600,800"], [:], ""),
            ([], ["STILLWATER_SIZE_LISTS": "avatar=64,128@webp,q=75; hero = 1600,800;"], ""),
            ([], [:], "size-lists:\n  avatar: 64,128@webp,q=75\n  hero: [1600, 800]"),
            ([], [:], "size-lists: avatar=64,128@webp,q=75;hero=1600,800"),
            ([], [:], #"{"size-lists": {"avatar": ["64", "128@webp,q=75"], "hero": "1600,800"}}"#),
        ] as [([String], [String: String], String)])
    func dictionaries(arguments: [String], environment: [String: String], yaml: String) throws {
        let reader = try Self.reader(arguments, environment, yaml: yaml)
        let lists = try reader.dictionary("size-lists", help: "A test.")
        #expect(lists == ["avatar": "64,128@webp,q=75", "hero": "1600,800"])
    }

    @Test("A name twice, or without a value, is refused", arguments: ["a=1;a=2", "a", "a=", "=1", " =1"])
    func wrongDictionary(text: String) throws {
        let reader = try Self.reader([], ["STILLWATER_SIZE_LISTS": text])
        let error = #expect(throws: SettingsError.self) { try reader.dictionary("size-lists", help: "A test.") }
        #expect(error?.code == .invalidValue)
    }

    @Test("An optional value of any kind is nil if it is not set, and its documentation says what happens then")
    func optional() throws {
        let reader = try Self.reader(["--limit", "64MiB"])
        #expect(try reader.optional("limit", .bytes(in: 1 ... .max), unset: "half", help: "A test.") == 67_108_864)
        #expect(try reader.optional("other", .bytes(in: 1 ... .max), unset: "half", help: "A test.") == nil)
        #expect(reader.descriptions.last?.standard == "half")
    }
}
