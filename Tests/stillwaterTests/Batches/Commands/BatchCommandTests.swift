import AsyncHTTPClient
import Foundation
import Jobs
import NIOCore
import NIOHTTP1
import TestSupport
import Testing

@testable import stillwater

@Suite(.timeLimit(.minutes(10))) struct BatchCommandTests {
    /// A folder with sources, a job file and outputs.
    private struct Place {
        let folder: ScratchFolder

        init() throws {
            folder = try ScratchFolder()
            let picture = try RepositoryFiles.fixture("jpeg/baseline.jpg")
            for name in ["a.jpg", "b.jpg"] { try folder.write(picture, to: "sources/\(name)") }
        }

        var arguments: [String] {
            [
                "--jobs", "\(folder.path)/jobs.db", "--root", "\(folder.path)/sources", "--output-root",
                "\(folder.path)/out", "--render-threads", "1",
            ]
        }

        var jobs: [String] { ["--jobs", "\(folder.path)/jobs.db"] }

        func run(_ command: [String], jobsOnly: Bool = true) async throws -> ChildProcess.Ending {
            try await ChildProcess.run(["batch"] + command + (jobsOnly ? jobs : arguments))
        }

        func create(_ list: String, name: String = "list.csv", _ more: [String] = []) async throws
            -> ChildProcess.Ending
        {
            try folder.write(Array(list.utf8), to: name)
            return try await run(
                ["create", "\(folder.path)/\(name)", "--sizes", "40", "--store", "{stem}-{width}.{ext}"] + more,
                jobsOnly: false)
        }

        var outputs: [String] { folder.files.filter { $0.hasPrefix("out/") } }
    }

    private static let list = "source\nlocal:///a.jpg\nlocal:///b.jpg\n"

    @Test("a list becomes its renditions, and everything about it can be queried")
    func whole() async throws {
        let place = try Place()
        let made = try await place.create(Self.list + "local:///none.jpg\nlocal:///a.jpg\n", ["--run", "--label", "x"])
        #expect(made.code == 2, "\(made.errors)")
        #expect(made.errors.contains("1 duplicate ignored"))
        #expect(place.outputs == ["out/a-40.jpg", "out/b-40.jpg"])
        let id = String(made.output.prefix(13))
        #expect(try await place.run(["status", id]).output.contains("3: 2 done, 1 failed"))
        #expect(try await place.run(["status", id, "--json"]).output.contains("\"state\":\"finished\""))
        #expect(try await place.run(["list"]).output.hasPrefix("\(id)  finished  3/3  1 failed  \"x\"  40\n"))
        let items = try await place.run(["items", id, "--state", "done"]).output
        // In the order in which they were done.
        #expect(
            items.split(separator: "\n").sorted()
                == ["done\tlocal:///a.jpg -> a-40.jpg", "done\tlocal:///b.jpg -> b-40.jpg"])
        #expect(try await place.run(["items", id, "--limit", "1"]).output.split(separator: "\n").count == 1)
        #expect(try await place.run(["failures", id]).output.hasPrefix("1 × source.notFound\n    line 4: "))
        #expect(try await place.run(["failures", id, "--json"]).output == "{\"source.notFound\":1}\n")
        #expect(try await place.run(["export", id]).output.split(separator: "\n").count == 4)
        #expect(try await place.run(["watch", id]).code == 2)
        #expect(try await place.run(["retry", id, "--cause", "other"]).output.hasPrefix("0 items"))
        #expect(try await place.run(["retry", id]).output.hasPrefix("1 item "))
        #expect(try await place.run(["cancel", id]).code == 0)
        #expect(try await place.run(["watch", id]).code == 3)
        #expect(try await place.run(["resume", id]).code == 1)
        #expect(try await place.run(["delete", id]).code == 0)
        #expect(try await place.run(["status", id]).code == 1)
        #expect(place.outputs.count == 2, "outputs stay")
    }

    @Test("unchanged items are skipped, unless forced")
    func skips() async throws {
        let place = try Place()
        #expect(try await place.create(Self.list, ["--run"]).code == 0)
        #expect(try await place.create(Self.list, ["--run"]).output.contains("2 skipped"))
        #expect(try await place.create(Self.list, ["--run", "--force"]).output.contains("2 done"))
    }

    @Test("batch run processes unfinished batches, and leaves paused ones alone")
    func runs() async throws {
        let place = try Place()
        let made = try await place.create(Self.list)
        #expect(made.code == 0)
        let id = made.output.trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(try await place.run(["pause", id]).code == 0)
        _ = try await place.run(["run"], jobsOnly: false)
        #expect(place.outputs.isEmpty)
        #expect(try await place.run(["resume", id]).code == 0)
        #expect(try await place.run(["run"], jobsOnly: false).code == 0)
        #expect(place.outputs.count == 2)
    }

    @Test("wrong lines are reported, and nothing is started")
    func wrongLines() async throws {
        let place = try Place()
        let made = try await place.create("source\nlocal:///a.jpg\nftp://a\nrelative.jpg\n", ["--run"])
        #expect(made.code == 1)
        #expect(made.errors.contains("line 3: ") && made.errors.contains("line 4: "))
        #expect(made.errors.contains("2 errors; nothing was started."))
        #expect(try await place.run(["list"]).output.isEmpty)
        #expect(place.outputs.isEmpty)
    }

    @Test("a folder, or one below the root, is a list, too", arguments: ["", "local:///"])
    func folders(prefix: String) async throws {
        let place = try Place()
        let source = prefix.isEmpty ? "\(place.folder.path)/sources" : prefix
        let made = try await place.run(
            ["create", source, "--sizes", "30", "--store", "{stem}.{ext}", "--run"], jobsOnly: false)
        #expect(made.code == 0, "\(made.errors)")
        #expect(place.outputs == ["out/a.jpg", "out/b.jpg"])
    }

    @Test(
        "invalid arguments end with 64 and name the option",
        arguments: [
            (["create", "x", "--sizes", "9q", "--store", "{stem}"], "--sizes"),
            (["create", "x", "--sizes", "9", "--store", "{stem}", "--failure-share", "2"], "--failure-share"),
            (["create", "x", "--sizes", "9", "--store", "{stem}", "--webhook", "https://a/"], "webhook-secret"),
            (["create", "--sizes", "9", "--store", "{stem}"], "list of sources"), (["status", "none"], "none"),
            (["items", "0123456789abc", "--state", "odd"], "odd"),
        ])
    func wrongArguments(arguments: [String], text: String) async throws {
        let place = try Place()
        _ = try await place.create(Self.list)
        let ending = try await place.run(arguments)
        #expect(ending.code == 64, "\(ending.errors)")
        #expect(ending.errors.contains(text))
    }

    @Test("a missing or invalid job file is reported")
    func jobFile() async throws {
        let place = try Place()
        #expect(try await place.run(["list"]).errors.contains("There is no job file"))
        try place.folder.write(Array(repeating: 7, count: 5000), to: "jobs.db")
        #expect(try await place.run(["list"]).code == 1)
        #expect(try await ChildProcess.run(["batch", "list"]).errors.contains("--jobs"))
    }

    @Test("a worker that is stopped returns its items, and the exit code says that something is left")
    func interrupted() async throws {
        try await FakeOrigin.with(script: .init { _, _ in FakeAnswer(pace: .stallsBeforeHead) }) { origin in
            let place = try Place()
            try place.folder.write(Array("\(origin.url("/a.jpg"))\n".utf8), to: "list.txt")
            let child = try ChildProcess(
                [
                    "batch", "create", "\(place.folder.path)/list.txt", "--sizes", "9", "--store", "{stem}.{ext}",
                    "--run", "--allow-private-sources",
                ] + place.arguments)
            try await origin.wait { $0.requests.count == 1 }
            child.signal(SIGTERM)
            let ending = await child.ending()
            #expect(ending.code == 3, "\(ending.errors)")
            #expect(ending.output.contains("1: 1 waiting"))
        }
    }

    @Test("serve works on batches, and its list over HTTP becomes files")
    func serves() async throws {
        let place = try Place()
        let child = try ChildProcess(
            ["serve", "--bind", "127.0.0.1:0", "--admin-bind", "127.0.0.1:0", "--log-format", "json"]
                + place.arguments)
        await child.waitForErrors("\"message\":\"listening\"")
        let line = child.errorText.split(separator: "\n").first { $0.contains("\"message\":\"listening\"") } ?? ""
        let address = try #require(
            try JSONDecoder().decode([String: String].self, from: Data(line.utf8))["address"])
        var request = HTTPClientRequest(
            url: "http://\(address)/v1/batches?sizes=20&store=%7Bstem%7D.%7Bext%7D")
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "text/csv")
        request.body = .bytes(ByteBuffer(string: Self.list))
        let created = try await HTTPClient.patient.execute(request, timeout: .minutes(10))
        #expect(created.status == .created)
        let location = try #require(created.headers.first(name: "Location"))
        let events = try await HTTPClient.patient.execute(
            HTTPClientRequest(url: "http://\(address)\(location)/events"), timeout: .minutes(10))
        let text = String(buffer: try await events.body.collect(upTo: 1 << 20))
        #expect(text.contains("event: end"))
        #expect(text.contains("\"done\":2"))
        #expect(place.outputs == ["out/a.jpg", "out/b.jpg"])
        child.signal(SIGTERM)
        #expect(await child.ending().code == 0)
    }

    @Test("serve refuses a job file without an output root")
    func serveWithoutOutputs() async throws {
        let place = try Place()
        let ending = try await ChildProcess.run(["serve"] + place.jobs)
        #expect(ending.code == 64)
        #expect(ending.errors.contains("output-root"))
    }
}
