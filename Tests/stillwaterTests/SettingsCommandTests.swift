import Foundation
import TestSupport
import Testing

@testable import stillwater

@Suite(.timeLimit(.minutes(10))) struct SettingsCommandTests {
    @Test("docs/SETTINGS.md is the settings page; `make docs` writes it")
    func page() throws {
        let bytes = try RepositoryFiles.bytes("docs/SETTINGS.md", in: RepositoryFiles.root)
        #expect(try SettingsCommand.page() == String(decoding: bytes, as: UTF8.self))
    }

    @Test("the command prints the page")
    func command() async throws {
        let ending = try await ChildProcess.run(["settings"])
        #expect(ending.code == 0)
        #expect(try ending.output == SettingsCommand.page())
    }
}
