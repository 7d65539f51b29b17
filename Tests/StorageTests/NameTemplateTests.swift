import Testing

@testable import Storage

@Suite struct NameTemplateTests {
    @Test("A template reports what it uses")
    func uses() throws {
        let template = try NameTemplate(parsing: "thumbs/{hash}/{width}.{ext}")
        #expect(NamePlaceholder.allCases.filter(template.uses) == [.hash, .width, .ext])
    }

    @Test(
        "An invalid template is refused with the reason",
        arguments: [
            ("", "is empty"), ("/a/{stem}", "must be relative"), ("a/../{stem}", "must not contain . or .."),
            ("./{stem}", "must not contain . or .."), ("..", "must not contain . or .."),
            ("a//{stem}", "has an empty name"),
            ("{stem}/", "has an empty name"), ("{dir}", "must end in a file name"), ("a/{dir}{dir}", "must end in"),
            ("{stem", "has a { without a }"), ("stem}", "has a } without a {"),
            ("{{stem}}", "has an unknown placeholder {{stem}"),
            ("{}", "has an unknown placeholder {}"), ("{Stem}", "has an unknown placeholder {Stem}"),
            ("{size}", "has an unknown placeholder {size}"), ("a\\b", "must not contain a backslash"),
            ("a\u{0}b", "must not contain control"), ("a\nb", "must not contain control"),
            (String(repeating: "a", count: 128), "has a name with more than 127 bytes"),
        ])
    func invalid(text: String, reason: String) {
        let error = #expect(throws: StorageError.self) { try NameTemplate(parsing: text) }
        #expect(error?.code == .invalidTemplate)
        #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
        #expect(
            error?.message.contains("placeholders: {stem}, {dir}, {host}, {hash}, {width}, {height}, {ext}") == true)
    }
}
