import ImageModel
import Testing

@testable import Storage

@Suite struct NameTemplatePathsTests {
    private static func values(
        stem: String = "photo", dir: String = "2024/summer", width: Int = 800, format: ImageFormat = .jpeg,
        quality: Int? = 80, index: Int = 1
    ) -> NameValues {
        NameValues(
            stem: stem, dir: dir, hash: "e3b0c44298fc1c149afbf4c8996fb924", size: PixelSize(width: width, height: 600),
            fit: .fill, format: format, quality: quality, index: index)
    }

    private static func path(_ template: String, _ values: NameValues) throws -> String {
        try NameTemplate(parsing: template).path(for: values)
    }

    @Test(
        "Placeholders are replaced by their values",
        arguments: [
            ("{stem}-{width}.{ext}", "photo-800.jpg"),
            ("thumbs/{hash}/{width}.{ext}", "thumbs/e3b0c44298fc1c149afbf4c8996fb924/800.jpg"),
            ("{dir}/{stem}.{format}", "2024/summer/photo.jpeg"),
            ("{width}x{height}-{fit}-q{quality}-{index}", "800x600-fill-q80-1"),
            ("a/{dir}-{index}/{stem}", "a/2024/summer-1/photo"), (".cache/{stem}", ".cache/photo"), ("fixed", "fixed"),
        ])
    func replaced(template: String, expected: String) throws {
        #expect(try Self.path(template, Self.values()) == expected)
    }

    @Test("The quality of a format without one is none")
    func noQuality() throws {
        #expect(try Self.path("{quality}.{ext}", Self.values(format: .png, quality: nil)) == "none.png")
    }

    @Test("An empty folder also removes its slash", arguments: ["", "/", ".", "./."])
    func emptyDir(dir: String) throws {
        #expect(try Self.path("{dir}/{stem}.{ext}", Self.values(dir: dir)) == "photo.jpg")
        #expect(try Self.path("a/{dir}/{stem}.{ext}", Self.values(dir: dir)) == "a/photo.jpg")
    }

    @Test(
        "A source's name cannot lead outside, nor be hidden",
        arguments: [
            ("..", "", "__.jpg"), ("../../etc/passwd", "", "_._.._etc_passwd.jpg"), ("a/b", "", "a_b.jpg"),
            ("a\\b", "", "a_b.jpg"), ("a\u{0}\n\u{7F}\u{85}b", "", "a____b.jpg"), (".htaccess", "", "_htaccess.jpg"),
            (".stillwater-x", "", "_stillwater-x.jpg"), ("", "", "_.jpg"), ("p", "../..", "__/__/p.jpg"),
            ("p", "/etc//x/", "etc/x/p.jpg"), ("p", "a/../b", "a/__/b/p.jpg"), ("p", ".git", "_git/p.jpg"),
            ("é漢🇩🇪", "ü", "ü/é漢🇩🇪.jpg"),
        ])
    func unsafe(stem: String, dir: String, expected: String) throws {
        #expect(try Self.path("{dir}/{stem}.{ext}", Self.values(stem: stem, dir: dir)) == expected)
    }

    @Test("Fixed text and values together do not make a parent folder", arguments: ["", ".", ".."])
    func dotsTogether(stem: String) throws {
        for template in [".{stem}", "{stem}.", "{stem}{stem}", ".{dir}/x", "{dir}./x"] {
            let path = try Self.path(template, Self.values(stem: stem, dir: stem))
            #expect(path.split(separator: "/").allSatisfy { $0 != "." && $0 != ".." }, "\(template): \(path)")
        }
    }

    @Test(
        "A long name is truncated in the part from the source, at a character boundary",
        arguments: ["a", "é", "漢", "🇩🇪", "👨‍👩‍👧‍👦", "e\u{301}\u{302}"])
    func long(character: String) throws {
        let stem = String(repeating: character, count: 300)
        let path = try Self.path("{stem}-{width}.{ext}", Self.values(stem: stem))
        #expect(path.hasSuffix("-800.jpg"))
        #expect(path.utf8.count <= 255)
        #expect(path.utf8.count > 255 - character.utf8.count)
        #expect(stem.hasPrefix(path.dropLast(8)))
    }

    @Test("A single character of any length, and a long folder, are truncated, too")
    func veryLong() throws {
        let pile = "e" + String(repeating: "\u{301}", count: 400)
        let folder = String(repeating: "d", count: 400)
        let path = try Self.path("{dir}/{stem}-{dir}-{hash}.{ext}", Self.values(stem: pile, dir: folder))
        #expect(path.split(separator: "/").count == 2)
        #expect(path.split(separator: "/").allSatisfy { $0.utf8.count <= 255 })
        #expect(path.hasSuffix("e3b0c44298fc1c149afbf4c8996fb924.jpg"))
    }

    @Test("The paths of all renditions are returned in order")
    func several() throws {
        let template = try NameTemplate(parsing: "{stem}-{width}.{ext}")
        let paths = try template.paths(for: [Self.values(width: 9), Self.values(width: 8), Self.values(format: .webp)])
        #expect(paths == ["photo-9.jpg", "photo-8.jpg", "photo-800.webp"])
    }

    @Test("Two renditions with the same path are refused before anything is written")
    func collision() throws {
        let template = try NameTemplate(parsing: "{stem}-{width}.{ext}")
        let error = #expect(throws: StorageError.self) {
            try template.paths(for: [Self.values(index: 1), Self.values(width: 5, index: 2), Self.values(index: 3)])
        }
        #expect(error?.code == .collision)
        #expect(error?.message.hasPrefix("renditions 1 and 3 would both be written to photo-800.jpg") == true)
    }
}
