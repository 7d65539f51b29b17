import Foundation
import ImageModel
import TestSupport
import Testing

@testable import stillwater

@Suite(.timeLimit(.minutes(10))) struct RenderCommandTests {
    private let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
        try folder.write(try RepositoryFiles.fixture("jpeg/baseline.jpg"), to: "in/lake.jpg")
        try folder.write(try RepositoryFiles.fixture("png/rgba.png"), to: "in/sub/logo.png")
    }

    /// Runs `render` in the folder.
    private func render(_ arguments: [String], environment: [String: String] = [:]) async throws -> ChildProcess.Ending
    {
        try await ChildProcess.run(["render"] + arguments, environment: environment, directory: folder.path)
    }

    /// The files below `out`.
    private var outputs: [String] { folder.files.filter { $0.hasPrefix("out/") }.map { String($0.dropFirst(4)) } }

    @Test("files, folders and URLs are rendered; a name that two sources want fails the second")
    func everything() async throws {
        let answer = FakeAnswer(body: try RepositoryFiles.fixture("jpeg/grey.jpg"))
        try await FakeOrigin.with(answers: ["/x/remote.jpg": answer]) { origin in
            let ending = try await render([
                "in", "in/lake.jpg", origin.url("/x/remote.jpg"), "--sizes", "100,x20:fit@webp", "--out", "out",
                "--name",
                "{dir}/{stem}-{width}.{ext}", "--allow-private-sources",
            ])
            // `in` and `in/lake.jpg` refer to the same file twice.
            #expect(ending.code == 1)
            #expect(ending.output.contains("is written for another source of this run"))
            #expect(
                outputs == [
                    "lake-100.jpg", "lake-30.webp", "remote-100.jpg", "remote-30.webp", "sub/logo-100.png",
                    "sub/logo-30.webp",
                ])
            #expect(origin.record.requests.count == 1)
        }
    }

    @Test("a damaged source fails; where it is to be shown, the line says that it is damaged")
    func damaged() async throws {
        let whole = try RepositoryFiles.fixture("jpeg/baseline.jpg")
        try folder.write(Array(whole.prefix(whole.count / 2)), to: "cut.jpg")
        let command = ["cut.jpg", "--sizes", "64", "--out", "out", "--json"]
        let refused = try await render(command)
        #expect(refused.code == 1)
        #expect(refused.output.contains("\"code\":\"render.undecodable\""))
        #expect(outputs.isEmpty)
        let shown = try await render(command, environment: ["STILLWATER_DAMAGED_SOURCES": "show"])
        #expect(shown.code == 0)
        #expect(shown.output.contains("\"damaged\":true"))
        #expect(outputs == ["cut-64.jpg"])
        let other = try await render(["in/lake.jpg"] + Array(command.dropFirst()) + ["--damaged-sources", "show"])
        #expect(!other.output.contains("damaged"))
    }

    @Test("the summary counts what was made")
    func summary() async throws {
        let ending = try await render(["in", "--sizes", "64,32", "--out", "out"])
        #expect(ending.code == 0)
        #expect(ending.output.contains("2 sources, 4 renditions"))
        #expect(ending.errors.split(separator: "\n").count == 2)
        #expect(outputs == ["lake-32.jpg", "lake-64.jpg", "sub/logo-32.png", "sub/logo-64.png"])
    }

    @Test("failed sources are listed with their reason, the others are made, and the exit code is 1")
    func failures() async throws {
        try folder.write(Array("text".utf8), to: "notes.txt")
        let ending = try await render(["notes.txt", "none.jpg", "in/lake.jpg", "--sizes", "64", "--out", "out"])
        #expect(ending.code == 1)
        #expect(ending.output.contains("2 sources failed"))
        #expect(ending.output.contains("notes.txt") && ending.output.contains("none.jpg"))
        #expect(outputs == ["lake-64.jpg"])
    }

    @Test("private addresses are refused without the setting")
    func privateAddress() async throws {
        try await FakeOrigin.with { origin in
            let ending = try await render([origin.url("/a"), "--sizes", "64", "--out", "out", "--json"])
            #expect(ending.code == 1)
            #expect(ending.output.contains("source.addressDenied"))
        }
    }

    // MARK: JSON

    private struct Line: Decodable {
        struct Rendition: Decodable {
            var path: String
            var width: Int
        }

        struct Failure: Decodable {
            var code: String
        }

        var type: String
        var source: String?
        var renditions: [Rendition]?
        var failure: Failure?
    }

    @Test("with --json each source is one line, and the summary is the last")
    func json() async throws {
        let ending = try await render(["in/lake.jpg", "none.jpg", "--sizes", "64,32", "--out", "out", "--json"])
        #expect(ending.code == 1)
        #expect(ending.errors.isEmpty)
        let texts = ending.output.split(separator: "\n").map { Data($0.utf8) }
        let lines = try texts.dropLast().map { try JSONDecoder().decode(Line.self, from: $0) }
        let byName = Dictionary(uniqueKeysWithValues: lines.map { ($0.source ?? "", $0) })
        #expect(byName["in/lake.jpg"]?.renditions?.map(\.path) == ["out/lake-64.jpg", "out/lake-32.jpg"])
        #expect(byName["none.jpg"]?.failure?.code == "source.notFound")
        let summary = try #require(try JSONSerialization.jsonObject(with: texts[texts.count - 1]) as? [String: Any])
        #expect(summary["type"] as? String == "summary")
        #expect(summary["sources"] as? Int == 2)
        #expect(summary["failed"] as? Int == 1)
        #expect(summary["renditions"] as? Int == 2)
    }

    // MARK: Outputs

    @Test("names follow the template")
    func names() async throws {
        let ending = try await render([
            "in/lake.jpg", "--sizes", "64:fill,32x32:fill@webp,q=70", "--out", "out", "--name",
            "{format}/{index}-{width}x{height}-{fit}-{quality}-{hash}.{ext}",
        ])
        #expect(ending.code == 0)
        #expect(outputs.count == 2)
        #expect(outputs[0].wholeMatch(of: /jpeg\/1-64x43-fill-80-[0-9a-f]{32}\.jpg/) != nil)
        #expect(outputs[1].wholeMatch(of: /webp\/2-32x32-fill-70-[0-9a-f]{32}\.webp/) != nil)
    }

    @Test("sources that would write the same file collide, and the first one wins")
    func collision() async throws {
        try folder.write(try RepositoryFiles.fixture("jpeg/grey.jpg"), to: "other/lake.jpg")
        let ending = try await render(
            ["in/lake.jpg", "other/lake.jpg", "--sizes", "64", "--out", "out", "--name", "{stem}.{ext}", "--json"])
        #expect(ending.code == 1)
        #expect(ending.output.contains("storage.collision"))
        #expect(outputs == ["lake.jpg"])
    }

    @Test("outputs of an earlier run are replaced")
    func replaces() async throws {
        try folder.write([1, 2, 3], to: "out/lake-64.jpg")
        let ending = try await render(["in/lake.jpg", "--sizes", "64", "--out", "out"])
        #expect(ending.code == 0)
        #expect(outputs == ["lake-64.jpg"])
        #expect(ImageFormat(signatureOf: try folder.bytes(of: "out/lake-64.jpg")) == .jpeg)
    }

    @Test("the output folder below a source is not rendered again")
    func outputInside() async throws {
        let arguments = ["in", "--sizes", "64", "--out", "in/out"]
        for _ in 0..<2 { #expect(try await render(arguments).code == 0) }
        #expect(folder.files.filter { $0.hasPrefix("in/out/") } == ["in/out/lake-64.jpg", "in/out/sub/logo-64.png"])
    }

    @Test(
        "an interrupted run leaves only complete files, and reports that it is incomplete",
        arguments: [SIGINT, SIGTERM])
    func interrupted(signal: Int32) async throws {
        let photograph = try RepositoryFiles.bytes("Examples/photos/rocket.jpg", in: RepositoryFiles.root)
        for number in 0..<40 { try folder.write(photograph, to: "many/\(number).jpg") }
        try await FakeOrigin.with(answers: ["/a": FakeAnswer(pace: .stallsBeforeHead)]) { origin in
            let child = try ChildProcess(
                [
                    "render", origin.url("/a"), "many", "--sizes", "600,500,400", "--out", "out", "--json",
                    "--allow-private-sources",
                ], directory: folder.path)
            try await origin.wait { $0.requests.count == 1 }
            await child.waitForOutput("\n")
            child.signal(signal)
            let ending = await child.ending()
            #expect(ending.code == 1)
        }
        #expect(!outputs.isEmpty)
        for name in outputs {
            let bytes = try folder.bytes(of: "out/\(name)")
            #expect(
                name.hasSuffix(".jpg") && bytes.starts(with: [0xFF, 0xD8]) && bytes.suffix(2) == [0xFF, 0xD9], "\(name)"
            )
        }
    }

    // MARK: Settings

    @Test(
        "invalid arguments end it with 64 and a helpful message",
        arguments: [
            (["a.jpg", "--sizes", "64"], "--out"), (["--sizes", "64", "--out", "o"], "at least one source"),
            (["a.jpg", "--sizes", "9z", "--out", "o"], "--sizes"),
            (["a.jpg", "--sizes", "64:fil", "--out", "o"], "fill"),
            (["a.jpg", "--sizes", "64", "--out", "o", "--name", "{wdth}"], "{width}"),
            (["a.jpg", "--sizes", "64", "--out", "o", "--format", "xcf"], "--format"),
            (["a.jpg", "--sizes", "64", "--out", "o", "--quality", "0"], "--quality"),
            (["a.jpg", "--sizes", "64", "--out", "o", "--render-thread", "2"], "--render-threads"),
            (["a.jpg", "--sizes", "64", "--out", "o", "--render-threads", "many"], "--render-threads"),
            (["a.jpg", "--sizes", "nobody", "--out", "o"], "nobody"),
        ])
    func wrongArguments(arguments: [String], text: String) async throws {
        let ending = try await render(arguments)
        #expect(ending.code == 64)
        #expect(ending.errors.contains(text))
        #expect(ending.output.isEmpty)
    }

    @Test("settings come from a file and from the environment, too")
    func settings() async throws {
        try folder.write(Array("size-lists:\n  avatar: 16x16:fill@webp\n".utf8), to: "stillwater.yaml")
        let answer = FakeAnswer(body: try RepositoryFiles.fixture("jpeg/grey.jpg"))
        try await FakeOrigin.with(answers: ["/a.jpg": answer]) { origin in
            let ending = try await render(
                [origin.url("/a.jpg"), "--config", "stillwater.yaml", "--sizes", "avatar", "--out", "out"],
                environment: ["STILLWATER_ALLOW_PRIVATE_SOURCES": "true"])
            #expect(ending.code == 0, "\(ending.errors)")
        }
        #expect(outputs == ["a-16.webp"])
    }

    @Test("help lists the command's options and its settings")
    func help() async throws {
        let ending = try await render(["--help"])
        #expect(ending.code == 0)
        for text in ["--sizes", "--out", "--name", "--json", "--allow-private-sources", "--render-threads"] {
            #expect(ending.output.contains(text), "\(text)")
        }
    }
}
