import Foundation
import Testing

@testable import Sources

@Suite struct LocalFilesTests {
    private let directory: TemporaryDirectory

    /// `images` is the root; `images-secret` and `secret` lie beside it.
    init() throws {
        directory = try TemporaryDirectory()
        try directory.file("images/a/b.jpg", [1, 2, 3])
        try directory.file("images/%2e%2e/c.jpg", [4])
        try directory.file("images-secret/d.jpg", [5])
        try directory.file("secret.jpg", [6])
        try directory.file("more/e.jpg", [7])
        try directory.file("more/a/b.jpg", [8])
        try directory.link("images/inside.jpg", to: "a/b.jpg")
        try directory.link("images/outside.jpg", to: "../secret.jpg")
        try directory.link("images/sibling", to: "../images-secret")
        try directory.link("images/absolute.jpg", to: "/etc/hostname")
        try directory.link("images/loop", to: "loop")
        try directory.link("images/dangling", to: "nowhere")
        try directory.link("root", to: "images")
        #expect(mkfifo(directory.path + "/images/pipe", 0o600) == 0)
    }

    private func files(_ roots: String...) throws -> LocalFiles {
        try LocalFiles(roots: roots.map { directory.path + "/" + $0 })
    }

    @Test(
        "a file below the root is read, links within the root are followed",
        arguments: ["a/b.jpg", "/a/b.jpg", "a//b.jpg", "./a/./b.jpg", "inside.jpg"])
    func inside(path: String) throws {
        #expect(try files("images").open(path).readAll() == [1, 2, 3])
        #expect(try files("root/").open(path).readAll() == [1, 2, 3])
    }

    @Test("a name that looks like an encoded .. is a name")
    func encodedDots() throws {
        #expect(try files("images").open("%2e%2e/c.jpg").readAll() == [4])
    }

    @Test(
        "nothing outside the root is read",
        arguments: [
            "../secret.jpg", "a/../../secret.jpg", "../images/a/b.jpg", "outside.jpg", "sibling/d.jpg", "absolute.jpg",
            "../images-secret/d.jpg", "a/b.jpg\0.png",
        ])
    func outside(path: String) throws {
        let files = try files("images")
        let error = #expect(throws: SourceError.self) { try files.open(path) }
        #expect(error?.code == .notPermitted)
    }

    @Test("the root of the file system can be a root")
    func fileSystemRoot() throws {
        #expect(try LocalFiles(roots: ["/"]).open(directory.path + "/secret.jpg").readAll() == [6])
    }

    @Test("what is not there is not found", arguments: ["x.jpg", "a/b.jpg/c", "dangling", "loop", "-secret/d.jpg"])
    func missing(path: String) throws {
        let files = try files("images")
        let error = #expect(throws: SourceError.self) { try files.open(path) }
        #expect(error?.code == .notFound)
    }

    @Test(
        "directories and pipes are refused without waiting", .timeLimit(.minutes(10)),
        arguments: ["a", "pipe", "/", ""])
    func notFiles(path: String) throws {
        let files = try files("images")
        let error = #expect(throws: SourceError.self) { try files.open(path) }
        #expect(error?.code == .notAFile)
    }

    @Test("devices are refused")
    func devices() throws {
        let files = try LocalFiles(roots: ["/dev"])
        let error = #expect(throws: SourceError.self) { try files.open("zero") }
        #expect(error?.code == .notAFile)
    }

    @Test("a root behind a link is followed when it is switched")
    func switchedRoot() throws {
        let files = try files("root")
        #expect(try files.open("a/b.jpg").readAll() == [1, 2, 3])
        try #require(unlink(directory.path + "/root") == 0)
        try directory.link("root", to: "more")
        #expect(try files.open("a/b.jpg").readAll() == [8])
        #expect(try files.open("e.jpg").readAll() == [7])
    }

    @Test("the first of several names that there is names the file")
    func severalNames() throws {
        let files = try files("images", "more")
        #expect(try files.open(["x.jpg", "e.jpg"]).readAll() == [7])
        let error = #expect(throws: SourceError.self) { try files.open(["../secret.jpg", "e.jpg"]) }
        #expect(error?.code == .notPermitted)
    }

    @Test(
        "names are found however their accents are composed",
        arguments: [("caf\u{E9}.jpg", "cafe\u{301}.jpg"), ("cafe\u{301}.jpg", "caf\u{E9}.jpg")])
    func composition(onDisk: String, asked: String) throws {
        try directory.file("images/" + onDisk, [9])
        #expect(try files("images").open([asked]).readAll() == [9])
    }

    @Test("of two names that differ in that, the one that is asked for is read")
    func bothCompositions() throws {
        try directory.file("images/e\u{301}.jpg", [1])
        try directory.file("images/\u{E9}.jpg", [2])
        #expect(try files("images").open(["e\u{301}.jpg"]).readAll() == [1])
        #expect(try files("images").open(["\u{E9}.jpg"]).readAll() == [2])
    }

    @Test("a folder whose name differs from the root's only in that is outside")
    func compositionOfRoot() throws {
        try directory.file("caf\u{E9}/a.jpg", [1])
        try directory.file("cafe\u{301}/b.jpg", [2])
        try directory.link("caf\u{E9}/out.jpg", to: "../cafe\u{301}/b.jpg")
        let files = try files("caf\u{E9}")
        let error = #expect(throws: SourceError.self) { try files.open("out.jpg") }
        #expect(error?.code == .notPermitted)
    }

    @Test("the first root that has the file gives it")
    func severalRoots() throws {
        let files = try files("images", "more")
        #expect(try files.open("a/b.jpg").readAll() == [1, 2, 3])
        #expect(try files.open("e.jpg").readAll() == [7])
    }

    @Test("a root that is no directory is refused", arguments: ["nowhere", "secret.jpg", "images/pipe"])
    func badRoot(root: String) throws {
        let error = #expect(throws: SourceError.self) { try files(root) }
        #expect(error?.code == .notConfigured)
        #expect(error?.message.contains(root) == true)
    }

    @Test("without a root there are no local sources")
    func noRoots() throws {
        let files = try LocalFiles(roots: [])
        let error = #expect(throws: SourceError.self) { try files.open("a.jpg") }
        #expect(error?.code == .notConfigured)
    }
}
