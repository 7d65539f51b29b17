import Foundation
import Testing

@testable import Settings

@Suite struct SettingsFileTests {
    private static func code(of yaml: String) -> SettingsError.Code? {
        do {
            _ = try SettingsFile(yaml: yaml, name: "stillwater.yaml")
            return nil
        } catch {
            return error.code
        }
    }

    @Test("A file without content has no keys", arguments: ["", "# nothing\n", "{}", "null"])
    func empty(yaml: String) throws {
        #expect(try SettingsFile(yaml: yaml, name: "stillwater.yaml").entries.isEmpty)
    }

    @Test("Scalars keep their text, quoted ones may be empty, anchors are resolved")
    func scalars() throws {
        let file = try SettingsFile(yaml: "a: 0x10\nb: ''\nc: &x 5s\nd: *x\ne: [yes, ~x]\n", name: "stillwater.yaml")
        #expect(file.entries["a"]?.content == .scalar("0x10"))
        #expect(file.entries["b"]?.content == .scalar(""))
        #expect(file.entries["d"]?.content == .scalar("5s"))
        #expect(file.entries["e"]?.content == .list(["yes", "~x"]))
        #expect(file.entries["c"]?.line == 3)
    }

    @Test(
        "A key without a value is refused with its line", arguments: ["a: 1\nb:\n", "a: 1\nb: null\n", "a: 1\nb: ~\n"])
    func noValue(yaml: String) {
        let error = #expect(throws: SettingsError.self) { try SettingsFile(yaml: yaml, name: "stillwater.yaml") }
        #expect(error?.code == .missingValue)
        #expect(error?.message.hasPrefix("stillwater.yaml, line 2: b has no value") == true)
    }

    @Test(
        "Anything but a flat mapping is refused",
        arguments: ["- a", "text", "a: [[1]]", "a: {b: {c: 1}}", "a: [", "a: 1\na: 2", "? [x]\n: 1"])
    func invalid(yaml: String) {
        #expect(Self.code(of: yaml) == .invalidFile)
    }

    @Test("A file is read from disk")
    func disk() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "settings-\(UUID().uuidString).yaml")
        try Data("bind: ':8080'\n".utf8).write(to: url)
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: url) } }
        let reader = try SettingsReader(arguments: [], environment: ["STILLWATER_CONFIG": url.path])
        let bind = try reader.address("bind", default: BindAddress(host: "localhost", port: 1), help: "A test.")
        #expect(bind.port == 8080)
        try reader.finish()
    }
}
