import Settings
import Testing

@testable import HTTPAPI

@Suite struct DebugSettingsTests {
    private static func token(_ arguments: [String]) throws -> String? {
        try DebugSettings(reading: SettingsReader(arguments: arguments, environment: [:])).token?.revealed
    }

    @Test("there is a token when one is set")
    func token() throws {
        #expect(try Self.token(["--admin-token", "s3cret"]) == "s3cret")
        #expect(try Self.token([]) == nil)
    }

    @Test("a token that anybody could send, or nobody, is refused", arguments: ["", " ", "a b", "secret\n"])
    func refused(text: String) {
        let error = #expect(throws: SettingsError.self) { try Self.token(["--admin-token", text]) }
        #expect(error?.message.contains("admin-token") == true)
    }
}
