import Foundation
import Testing

@testable import ImageModel

@Suite struct StoredFileTests {
    private static let file = StoredFile(
        path: "a/100.jpg", facts: FileFacts(size: PixelSize(width: 100, height: 80), format: .jpeg, byteCount: 50))

    private static func json(_ file: StoredFile) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(file), as: UTF8.self)
    }

    private static func file(_ json: String) throws -> StoredFile {
        try JSONDecoder().decode(StoredFile.self, from: Data(json.utf8))
    }

    @Test("path and facts are one object, and damage is said only where there is some", arguments: [false, true])
    func object(isDamaged: Bool) throws {
        var file = Self.file
        file.facts.isDamaged = isDamaged
        let damage = isDamaged ? #""damaged":true,"# : ""
        let json = #"{"bytes":50,\#(damage)"format":"jpeg","height":80,"path":"a/100.jpg","width":100}"#
        #expect(try Self.json(file) == json)
        #expect(try Self.file(json) == file)
    }

    @Test("what older versions have written is read", arguments: [(#","isDamaged":true"#, true), ("", false)])
    func older(damage: String, isDamaged: Bool) throws {
        let file = try Self.file(
            #"{"bytes":50,"format":"jpeg","height":80,"path":"a/100.jpg","width":100\#(damage)}"#)
        #expect(file.facts.isDamaged == isDamaged)
        #expect(file.path == "a/100.jpg")
    }

    @Test(
        "what is incomplete or of an unknown format is refused",
        arguments: [
            #"{"bytes":50,"format":"jpeg","height":80,"width":100}"#,
            #"{"bytes":50,"format":"psd","height":80,"path":"a","width":100}"#,
            #"{"format":"jpeg","height":80,"path":"a","width":100}"#,
        ])
    func refused(json: String) {
        #expect(throws: DecodingError.self) { try Self.file(json) }
    }
}
