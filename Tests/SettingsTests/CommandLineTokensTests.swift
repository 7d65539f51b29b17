import Testing

@testable import Settings

@Suite struct CommandLineTokensTests {
    @Test("A flag takes the next word, a switch does not, and the rest is positional")
    func words() throws {
        var tokens = CommandLineTokens(["first", "--root", "a", "b", "--verbose", "c", "-", "--", "--root", "-x"])
        #expect(try tokens.takeValues(of: "root", valueName: "DIR") == ["a"])
        #expect(try tokens.takeSwitch("verbose") == "true")
        #expect(tokens.positionals == ["first", "b", "c", "-", "--root", "-x"])
        #expect(tokens.unclaimedFlags.isEmpty)
    }

    @Test("The order of declarations changes nothing", arguments: [["root", "name"], ["name", "root"]])
    func order(keys: [String]) throws {
        var tokens = CommandLineTokens(["--root", "a", "--name=--root", "b"])
        var values: [String: [String]] = [:]
        for key in keys { values[key] = try tokens.takeValues(of: key, valueName: "TEXT") }
        #expect(values == ["root": ["a"], "name": ["--root"]])
        #expect(tokens.positionals == ["b"])
    }

    @Test("A value may start with one dash, may be empty and may contain =")
    func oddValues() throws {
        var tokens = CommandLineTokens(["--n", "-5", "--n=", "--n", "", "--n=a=b"])
        #expect(try tokens.takeValues(of: "n", valueName: "N") == ["-5", "", "", "a=b"])
        #expect(tokens.unclaimedFlags.isEmpty)
    }

    @Test(
        "A flag without a value is refused",
        arguments: [["--root"], ["--root", "--verbose"], ["--root", "--", "a"], ["--root", "--root=a"]])
    func missing(words: [String]) {
        var tokens = CommandLineTokens(words)
        let error = #expect(throws: SettingsError.self) { try tokens.takeValues(of: "root", valueName: "DIR") }
        #expect(error?.code == .missingValue)
        #expect(error?.message == "--root needs a value: --root DIR")
    }

    @Test("Unclaimed flags are left over, without their values")
    func leftover() {
        let tokens = CommandLineTokens(["--secret=hunter2", "-v", "a"])
        #expect(tokens.unclaimedFlags == ["--secret", "-v"])
        #expect(tokens.positionals == ["a"])
    }
}
