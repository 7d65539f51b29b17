import ImageModel
import Testing

@testable import Storage

@Suite struct NameTemplateColumnTests {
    private func path(_ template: String, columns: [String: String]) throws -> String {
        try NameTemplate(parsing: template, columns: .any).path(
            for: NameValues(
                stem: "s", dir: "d", host: "origin.example", hash: "h", size: PixelSize(width: 8, height: 6),
                fit: .fit, format: .jpeg, quality: 80, index: 1, columns: columns))
    }

    @Test("Names can contain columns and the host")
    func names() throws {
        #expect(try path("{host}/{sku}-{width}.{ext}", columns: ["sku": "A1"]) == "origin.example/A1-8.jpg")
        #expect(try NameTemplate(parsing: "{sku}/{x-1}.{ext}", columns: .any).columns == ["sku", "x-1"])
    }

    @Test(
        "A value is part of one name, whatever it contains",
        arguments: ["../../etc/passwd", "..", ".hidden", "a/b", "a\\b\u{0}", "/", ".stillwater-x"])
    func safety(_ value: String) throws {
        let made = try path("{sku}/{width}.{ext}", columns: ["sku": value])
        #expect(try StorePath(made).folders.count == 1)
        #expect(!made.hasPrefix("."))
    }

    @Test("Invalid column names are refused", arguments: ["{1x}", "{s ku}", "{}", "{é}", "{-a}"])
    func wrongNames(_ template: String) throws {
        #expect(throws: StorageError.self) { _ = try NameTemplate(parsing: template + ".{ext}", columns: .any) }
    }

    @Test("Without columns an unknown name is refused")
    func noColumns() throws {
        #expect(throws: StorageError.self) { _ = try NameTemplate(parsing: "{sku}.{ext}") }
    }

    @Test(
        "Two renditions with the same name are detected without a source",
        arguments: [
            ("{stem}.{ext}", false), ("{stem}-{width}.{ext}", true), ("{stem}-{fit}.{ext}", false),
            ("{stem}-{index}.{ext}", true), ("{hash}/{height}.{ext}", true),
        ])
    func collisions(_ text: String, _ isRight: Bool) throws {
        let template = try NameTemplate(parsing: text, columns: .any)
        let renditions = [Rendition(width: 800), Rendition(height: 600), Rendition(width: 800)]
        if isRight {
            try template.check(renditions)
        } else {
            #expect(throws: StorageError.self) { try template.check(renditions) }
        }
    }
}
