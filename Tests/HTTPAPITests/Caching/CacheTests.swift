import Caching
import Foundation
import ImageService
import NIOHTTP1
import TestSupport
import Testing

@testable import HTTPAPI

/// What is kept of answers, over a real socket and with a real origin.
@Suite struct CacheTests {
    private static let memory = ["--cache", "memory=16MiB"]

    private static func picture(_ name: String = "jpeg/baseline.jpg", _ headers: [(String, String)] = []) throws
        -> FakeAnswer
    {
        FakeAnswer(
            headers: [("Content-Type", "image/jpeg")] + headers.map { (name: $0.0, value: $0.1) },
            body: try RepositoryFiles.fixture(name))
    }

    private static func path(_ origin: FakeOrigin, _ options: String = "rs:fit:100", source: String = "/a.jpg")
        -> String
    {
        "/unsafe/\(options)/plain/\(origin.url(source))"
    }

    @Test("The second request is answered without its origin, with the same bytes")
    func hit() async throws {
        try await FakeOrigin.with(answers: ["/a.jpg": try Self.picture()]) { origin in
            try await withServer(Self.memory) { server in
                let url = server.url + Self.path(origin)
                let first = try await server.get(url)
                let second = try await server.get(url)
                #expect(first.status == 200 && second.status == 200 && first.body == second.body)
                #expect(first["Cache-Status"].hasPrefix("Stillwater; fwd=uri-miss"))
                #expect(second["Cache-Status"].hasPrefix("Stillwater; hit; ttl=36"))
                #expect(second["Age"] == "0" && first["Age"].isEmpty)
                #expect(second["ETag"] == first["ETag"] && second["Content-Type"] == first["Content-Type"])
                #expect(second["Content-Disposition"] == first["Content-Disposition"])
                #expect(origin.record.count("/a.jpg") == 1)
                try await eventually { server.heldBytes == 0 }
            }
        }
    }

    @Test("What a request means is its key, not how it is written")
    func key() async throws {
        try await FakeOrigin.with(answers: ["/a.jpg": try Self.picture()]) { origin in
            try await withServer(Self.memory + ["--presets", "small=rs:fit:100"]) { server in
                for options in ["rs:fit:100", "resize:fit:100:0", "w:100/rt:fit", "pr:small"] {
                    let answer = try await server.get(server.url + Self.path(origin, options))
                    #expect(answer.status == 200)
                }
                #expect(origin.record.count("/a.jpg") == 1)
                for (number, options) in ["rs:fit:101", "cb:7/rs:fit:100", "q:50/rs:fit:100"].enumerated() {
                    #expect(try await server.get(server.url + Self.path(origin, options)).status == 200)
                    #expect(origin.record.count("/a.jpg") == number + 2)
                }
            }
        }
    }

    @Test("A client that has the picture gets 304 from the cache")
    func notModified() async throws {
        try await FakeOrigin.with(answers: ["/a.jpg": try Self.picture("jpeg/baseline.jpg", [("ETag", "\"one\"")])]) {
            origin in
            try await withServer(Self.memory) { server in
                let url = server.url + Self.path(origin)
                let first = try await server.get(url)
                let second = try await server.send(.GET, url, headers: [("If-None-Match", first["ETag"])])
                #expect(second.status == 304 && second.body.isEmpty && second["ETag"] == first["ETag"])
                #expect(origin.record.count("/a.jpg") == 1)
            }
        }
    }

    @Test("A stale answer whose origin says 304 is used again without a render")
    func revalidated() async throws {
        let picture = try Self.picture("jpeg/baseline.jpg", [("ETag", "\"one\""), ("Cache-Control", "max-age=0")])
        let script = FakeOrigin.Script { _, before in
            before == 0 ? nil : FakeAnswer(status: 304, headers: [("ETag", "\"one\"")])
        }
        try await FakeOrigin.with(answers: ["/a.jpg": picture], script: script) { origin in
            try await withServer(Self.memory + ["--cache-stale-while-revalidate", "0"]) { server in
                let url = server.url + Self.path(origin)
                let first = try await server.get(url)
                let second = try await server.get(url)
                #expect(second.status == 200 && second.body == first.body)
                #expect(origin.record.requests.last?.header("If-None-Match") == "\"one\"")
                #expect(server.service.cache?.gauges.counts.revalidated == 1)
            }
        }
    }

    @Test("What a 304 is silent about stays as it was: an answer that is never fresh is asked about each time")
    func silentConfirmation() async throws {
        let picture = try Self.picture("jpeg/baseline.jpg", [("ETag", "\"one\""), ("Cache-Control", "max-age=0")])
        let script = FakeOrigin.Script { _, before in
            before == 0 ? nil : FakeAnswer(status: 304, headers: [("ETag", "\"one\"")])
        }
        try await FakeOrigin.with(answers: ["/a.jpg": picture], script: script) { origin in
            try await withServer(Self.memory + ["--cache-stale-while-revalidate", "0"]) { server in
                for _ in 0..<3 { _ = try await server.get(server.url + Self.path(origin)) }
                #expect(origin.record.count("/a.jpg") == 3)
                #expect(server.service.cache?.gauges.counts.revalidated == 2)
            }
        }
    }

    @Test("A local file that appears is seen at once")
    func appearing() async throws {
        try await withServer(Self.memory) { server in
            let url = server.url + "/unsafe/rs:fit:100/plain/local:///new.jpg"
            #expect(try await server.get(url).status == 404)
            try server.sources.write(try RepositoryFiles.fixture("jpeg/baseline.jpg"), to: "new.jpg")
            #expect(try await server.get(url).status == 200)
        }
    }

    @Test("A stale answer is used while it is renewed, once")
    func staleWhileRevalidate() async throws {
        let headers = [("Cache-Control", "max-age=0, stale-while-revalidate=600")]
        let (old, new) = (try Self.picture("jpeg/baseline.jpg", headers), try Self.picture("jpeg/progressive.jpg"))
        let script = FakeOrigin.Script { _, before in before == 0 ? old : new }
        try await FakeOrigin.with(script: script) { origin in
            try await withServer(Self.memory) { server in
                let url = server.url + Self.path(origin)
                let first = try await server.get(url)
                #expect(try await server.get(url).body == first.body)
                try await eventually { server.service.cache?.gauges.counts.stored == 2 }
                let third = try await server.get(url)
                #expect(third["Cache-Status"].hasPrefix("Stillwater; hit; ttl=3"))
                #expect(origin.record.count("/a.jpg") == 2)
            }
        }
    }

    @Test("A dead origin does not break a page: what was kept is used", arguments: [500, 503])
    func staleIfError(_ status: Int) async throws {
        let picture = try Self.picture("jpeg/baseline.jpg", [("Cache-Control", "max-age=0, stale-while-revalidate=0")])
        let script = FakeOrigin.Script { _, before in before == 0 ? picture : FakeAnswer(status: status) }
        try await FakeOrigin.with(script: script) { origin in
            try await withServer(Self.memory) { server in
                let url = server.url + Self.path(origin)
                let first = try await server.get(url)
                let second = try await server.get(url)
                #expect(second.status == 200 && second.body == first.body)
                #expect(server.service.cache?.gauges.counts.staleOnError == 1)
            }
        }
    }

    @Test(
        "What its origin forbids to keep, or means for one client, is not kept",
        arguments: ["no-store", "private", "private, max-age=100"])
    func notKept(_ control: String) async throws {
        try await FakeOrigin.with(answers: [
            "/a.jpg": try Self.picture("jpeg/baseline.jpg", [("Cache-Control", control)])
        ]) { origin in
            try await withServer(Self.memory) { server in
                for _ in 0..<2 {
                    let answer = try await server.get(server.url + Self.path(origin))
                    #expect(answer.status == 200)
                }
                #expect(origin.record.count("/a.jpg") == 2)
                #expect(server.service.cache?.gauges.counts.uncacheable == 2)
            }
        }
    }

    @Test("A missing picture is asked for once in a while, and nothing of our own is remembered")
    func failures() async throws {
        try await FakeOrigin.with(answers: ["/a.jpg": FakeAnswer(status: 404)]) { origin in
            try await withServer(Self.memory) { server in
                for _ in 0..<3 {
                    let answer = try await server.get(server.url + Self.path(origin))
                    #expect(answer.status == 404)
                }
                #expect(origin.record.count("/a.jpg") == 1)
            }
        }
    }

    @Test("A fallback image is not kept as the picture of its source")
    func fallback() async throws {
        let script = FakeOrigin.Script { target, before in
            target == "/a.jpg" && before == 0 ? FakeAnswer(status: 503) : nil
        }
        let answers = ["/a.jpg": try Self.picture(), "/other.jpg": try Self.picture("jpeg/progressive.jpg")]
        try await FakeOrigin.with(answers: answers, script: script) { origin in
            try await withServer(Self.memory) { server in
                let other = Data(origin.url("/other.jpg").utf8).base64EncodedString()
                let url = server.url + Self.path(origin, "rs:fit:100/fiu:\(other)")
                let replaced = try await server.get(url)
                #expect(replaced.status == 200)
                #expect(server.service.cache?.gauges.memory?.entries == 0)
                let everything = Array(#"{"everything": true}"#.utf8)
                _ = try await server.send(.POST, server.adminURL + "/debug/cache/purge", body: everything)
                #expect(try await server.get(url).body != replaced.body)
            }
        }
    }

    @Test("A list of sizes and single pictures share what is kept")
    func lists() async throws {
        try await FakeOrigin.with(answers: ["/a.jpg": try Self.picture()]) { origin in
            try await withServer(Self.memory) { server in
                let list = { (sizes: String) in #"{"source": "\#(origin.url("/a.jpg"))", "sizes": [\#(sizes)]}"# }
                let first = try await server.post(json: list("200, 100"), accept: "multipart/mixed").parts
                let second = try await server.post(json: list("100, 200"), accept: "multipart/mixed").parts
                #expect(origin.record.count("/a.jpg") == 1)
                #expect(second.map(\.body) == first.map(\.body).reversed())
                _ = try await server.post(json: list("100, 150"), accept: "multipart/mixed").parts
                #expect(origin.record.count("/a.jpg") == 2)
                #expect(server.service.cache?.gauges.counts.misses == 3)
            }
        }
    }

    @Test("A file that changes is seen at once, and one that does not is not rendered again")
    func files() async throws {
        try await withServer(Self.memory) { server in
            let url = server.url + "/unsafe/rs:fit:100/plain/local:///lake.jpg"
            let first = try await server.get(url)
            #expect(try await server.get(url).body == first.body)
            #expect(server.service.cache?.gauges.counts.revalidated == 1)
            try server.sources.write(try RepositoryFiles.fixture("jpeg/progressive.jpg"), to: "lake.jpg")
            #expect(try await server.get(url).status == 200)
            #expect(server.service.cache?.gauges.counts.misses == 2)
        }
    }

    @Test("Answers on disk outlive the service")
    func disk() async throws {
        let folder = try ScratchFolder()
        let settings = ["--cache", "disk=\(folder.path)/cache:64MiB", "--cache-min-free", "0"]
        try await FakeOrigin.with(answers: ["/a.jpg": try Self.picture()]) { origin in
            let first = try await withServer(settings) { try await $0.get($0.url + Self.path(origin)) }
            try await withServer(settings) { server in
                let second = try await server.get(server.url + Self.path(origin))
                #expect(second.body == first.body && second["Cache-Status"].hasSuffix("detail=disk"))
                #expect(second["ETag"] == first["ETag"] && second["Content-Type"] == first["Content-Type"])
            }
            #expect(origin.record.count("/a.jpg") == 1)
        }
    }

    @Test(
        "A purge by source, tag, key or of everything holds at once",
        arguments: ["sources", "tags", "Surrogate-Key", "keys", "everything"])
    func purge(_ kind: String) async throws {
        let picture = try Self.picture(
            "jpeg/baseline.jpg", [("Cache-Tag", "shoes, summer"), ("Surrogate-Key", "red blue")])
        try await FakeOrigin.with(answers: ["/a.jpg": picture, "/b.jpg": try Self.picture()]) { origin in
            try await withServer(Self.memory) { server in
                let (url, other) = (server.url + Self.path(origin), server.url + Self.path(origin, source: "/b.jpg"))
                _ = try await server.get(url)
                let key = try await server.get(url)["Cache-Status"].split(separator: "\"")[1]
                _ = try await server.get(other)
                let body =
                    switch kind {
                    case "sources": #"{"sources": ["\#(origin.url("/a.jpg"))"]}"#
                    case "tags": #"{"tags": ["summer"]}"#
                    case "Surrogate-Key": #"{"tags": ["blue"]}"#
                    case "keys": #"{"keys": ["\#(key)"]}"#
                    default: #"{"everything": true}"#
                    }
                let answer = try await server.send(
                    .POST, server.adminURL + "/debug/cache/purge", body: Array(body.utf8))
                #expect(answer.status == 200)
                #expect(try await server.get(url)["Cache-Status"].contains("fwd=uri-miss"))
                let isHit = try await server.get(other)["Cache-Status"].contains("; hit")
                #expect(isHit == (kind != "everything"))
            }
        }
    }

    @Test("A soft purge lets an answer be used once more while it is renewed")
    func softPurge() async throws {
        try await FakeOrigin.with(answers: ["/a.jpg": try Self.picture()]) { origin in
            try await withServer(Self.memory) { server in
                let url = server.url + Self.path(origin)
                _ = try await server.get(url)
                let body = #"{"sources": ["\#(origin.url("/a.jpg"))"], "soft": true}"#
                _ = try await server.send(.POST, server.adminURL + "/debug/cache/purge", body: Array(body.utf8))
                #expect(try await server.get(url)["Cache-Status"].contains("; hit"))
                try await eventually { server.service.cache?.gauges.counts.stored == 2 }
                #expect(origin.record.count("/a.jpg") == 2)
            }
        }
    }

    @Test("A blocked source is refused, whatever is kept, until it is let in again")
    func block() async throws {
        try await FakeOrigin.with(answers: ["/a.jpg": try Self.picture()]) { origin in
            try await withServer(Self.memory) { server in
                let url = server.url + Self.path(origin)
                _ = try await server.get(url)
                for (blocked, status) in [(true, 403), (false, 200)] {
                    let body = #"{"source": "\#(origin.url("/a.jpg"))", "blocked": \#(blocked)}"#
                    _ = try await server.send(.POST, server.adminURL + "/debug/cache/block", body: Array(body.utf8))
                    #expect(try await server.get(url).status == status)
                }
            }
        }
    }

    @Test(
        "A purge that says nothing, or something that nobody knows, is refused with what is allowed",
        arguments: ["", "[]", "{}", #"{"source": "x"}"#, #"{"keys": ["ab"]}"#, #"{"sources": ["ftp://x"]}"#])
    func badPurge(_ body: String) async throws {
        try await withServer(Self.memory) { server in
            let answer = try await server.send(.POST, server.adminURL + "/debug/cache/purge", body: Array(body.utf8))
            #expect((400...499).contains(answer.status))
            #expect(try answer.problem.detail?.isEmpty == false)
        }
    }

    @Test("Where work needs the memory, what is kept gives way")
    func givesWay() async throws {
        try await withServer(["--cache", "memory=1GiB", "--memory-limit", "64MiB"]) { server in
            for width in 50..<90 {
                _ = try await server.get(server.url + "/unsafe/rs:fit:\(width)/plain/local:///lake.jpg@png")
            }
            let gauges = try #require(server.service.cache?.gauges.memory)
            #expect(gauges.entries > 0 && gauges.bytes <= server.service.budget.gauges.limitBytes)
        }
    }
}
