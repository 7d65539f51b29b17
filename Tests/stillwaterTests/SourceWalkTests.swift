import Foundation
import ImageService
import Sources
import TestSupport
import Testing

@testable import stillwater

@Suite(.timeLimit(.minutes(10))) struct SourceWalkTests {
    private let folder: ScratchFolder
    private let picture: [UInt8]

    init() throws {
        folder = try ScratchFolder()
        picture = try RepositoryFiles.fixture("jpeg/grey.jpg")
    }

    /// The result of a walk over `arguments`, relative to the folder: `directory|name`, with relative names, too.
    private func found(_ arguments: [String], output: String = "/nowhere") -> [String] {
        let walk = SourceWalk(arguments.map { "\(folder.path)/\($0)" }, outputFolder: output)
        return walk.map { "\($0.directory)|\($0.name.dropFirst(folder.path.count + 1))" }
    }

    @Test("a folder yields every image below it, sorted by name, recognised by content")
    func folders() throws {
        for name in ["pictures/b.jpg", "pictures/a", "pictures/sub/deep/c.png", "pictures/z.txt.jpg"] {
            try folder.write(picture, to: name)
        }
        try folder.write(Array("no picture".utf8), to: "pictures/notes.jpg")
        try folder.write([], to: "pictures/empty.jpg")
        #expect(
            found(["pictures"]) == [
                "|pictures/a", "|pictures/b.jpg", "sub/deep|pictures/sub/deep/c.png", "|pictures/z.txt.jpg",
            ])
        #expect(found(["pictures/"]).count == 4)
    }

    @Test("a file given as an argument is a source, whatever its content and whether or not it exists")
    func files() throws {
        try folder.write(Array("no picture".utf8), to: "notes.txt")
        #expect(found(["notes.txt", "none.jpg"]) == ["|notes.txt", "|none.jpg"])
    }

    @Test("hidden files and folders are skipped, unless they are given as arguments")
    func hidden() throws {
        for name in ["a/.hidden.jpg", "a/.git/b.jpg", "a/c.jpg", ".named/d.jpg"] { try folder.write(picture, to: name) }
        #expect(found(["a", ".named"]) == ["|a/c.jpg", "|.named/d.jpg"])
    }

    @Test("links to files are followed, links to folders are not: they may form cycles")
    func links() throws {
        try folder.write(picture, to: "a/b.jpg")
        try folder.link("a/link.jpg", to: "b.jpg")
        try folder.link("a/circle", to: "..")
        try folder.link("a/nothing.jpg", to: "none")
        #expect(found(["a"]) == ["|a/b.jpg", "|a/link.jpg"])
    }

    @Test("the output folder is not a source")
    func outputFolder() throws {
        for name in ["a/b.jpg", "a/out/b-800.jpg"] { try folder.write(picture, to: name) }
        #expect(found(["a"], output: "\(folder.path)/a/x/../out/") == ["|a/b.jpg"])
    }

    @Test("the output folder is recognised through a link, too")
    func linkedOutputFolder() throws {
        for name in ["a/b.jpg", "a/out/b-800.jpg"] { try folder.write(picture, to: name) }
        try folder.link("elsewhere", to: "a/out")
        #expect(found(["a"], output: "\(folder.path)/elsewhere") == ["|a/b.jpg"])
    }

    @Test("pipes are skipped and never block")
    func pipes() throws {
        try folder.write(picture, to: "a/b.jpg")
        try #require(mkfifo("\(folder.path)/a/pipe.jpg", 0o600) == 0)
        #expect(found(["a"]) == ["|a/b.jpg"])
    }

    @Test("URLs are distinguished from paths, and an invalid one is an error in its place")
    func urls() throws {
        let items = Array(SourceWalk(["https://a.example/b.jpg", "ftp://a/b"], outputFolder: "/nowhere"))
        #expect(items.map(\.name) == ["https://a.example/b.jpg", "ftp://a/b"])
        let refusals = items.map { item -> SourceError.Code? in
            if case .refused(let error) = item.source { error.code } else { nil }
        }
        #expect(refusals == [nil, .schemeNotAllowed])
    }
}
