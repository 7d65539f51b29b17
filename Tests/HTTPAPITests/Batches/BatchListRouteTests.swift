import Foundation
import Jobs
import NIOCore
import NIOHTTP1
import RequestGrammar
import TestSupport
import Testing

@testable import HTTPAPI

@Suite(.timeLimit(.minutes(10))) struct BatchListRouteTests {
    @Test("JSON makes a batch that runs, at the place that is told")
    func json() async throws {
        try await withServer { server in
            let json =
                #"{"sources":["local:///a.jpg",{"source":"local:///b.jpg"}],"sizes":[100],"store":"{stem}.{ext}"}"#
            let answer = try await server.send(
                .POST, server.batches, headers: [("Content-Type", "application/json")], body: Array(json.utf8))
            #expect(answer.status == 201)
            let batch = try answer.decoded(CreatedBatch.self).batch
            #expect(batch.state == "running")
            #expect(batch.items.waiting == 2)
            #expect(answer["Location"] == "/v1/batches/\(batch.id)")
            let shown = try await server.get(server.url + answer["Location"]).decoded(ShownBatch.self)
            #expect(shown.id == batch.id)
        }
    }

    @Test(
        "a list in the body makes one, too",
        arguments: [
            ("text/plain", "local:///a.jpg\nlocal:///b.jpg\n"),
            ("text/csv", "source,x\nlocal:///a.jpg,1\nlocal:///b.jpg,2"),
            ("application/jsonl", "\"local:///a.jpg\"\n{\"source\":\"local:///b.jpg\"}\n"),
        ])
    func list(type: String, text: String) async throws {
        try await withServer { server in
            let answer = try await server.list(text, as: type)
            #expect(answer.status == 201, "\(answer.text)")
            #expect(try answer.decoded(CreatedBatch.self).batch.items.total == 2)
        }
    }

    @Test("wrong lines are told with their numbers, and nothing is left of the batch")
    func wrongLines() async throws {
        try await withServer { server in
            let answer = try await server.list(
                "source,sku\nlocal:///a.jpg,1\nftp://a/b,2\n,3\n/etc/passwd,4\n", as: "text/csv",
                query: "sizes=9&store=%7Bsku%7D.%7Bext%7D", headers: [("Idempotency-Key", "k")])
            #expect(answer.status == 400)
            let problem = try answer.problem
            #expect(problem.code == "jobs.invalidManifest")
            #expect(problem.errors?.map(\.line) == [3, 4, 5])
            #expect(answer["Content-Type"] == "application/problem+json")
            #expect(try await server.jobs.batches(after: nil, limit: 10).elements.isEmpty)
        }
    }

    @Test("sources that stand in JSON are told by their place")
    func wrongSources() async throws {
        try await withServer { server in
            let json = #"{"sources":["local:///a.jpg","/etc/passwd"],"sizes":"9","store":"{sku}"}"#
            let answer = try await server.send(
                .POST, server.batches, headers: [("Content-Type", "application/json")], body: Array(json.utf8))
            #expect(answer.status == 400)
            #expect(try answer.problem.errors?.map(\.line) == [1, 2])
            #expect(try await server.jobs.batches(after: nil, limit: 10).elements.isEmpty)
        }
    }

    @Test("duplicates are left out and told")
    func duplicates() async throws {
        try await withServer { server in
            let created = try await server.list("local:///a.jpg\nlocal:///b.jpg\nlocal:///a.jpg")
                .decoded(CreatedBatch.self)
            #expect(created.batch.items.total == 2)
            #expect(created.duplicateCount == 1)
            #expect(created.duplicates.first?.line == 3)
            #expect(created.duplicates.first?.firstLine == 1)
        }
    }

    @Test("a request that is sent again with its key has the effect of one")
    func idempotency() async throws {
        try await withServer { server in
            let key = [("Idempotency-Key", "\"order-1\"")]
            let first = try await server.list("local:///a.jpg", headers: key)
            #expect(first.status == 201)
            let second = try await server.list("local:///a.jpg", headers: key)
            #expect(second.status == 200)
            #expect(second["Location"] == first["Location"])
            let other = try await server.list("local:///a.jpg", query: "sizes=5&store=%7Bstem%7D", headers: key)
            #expect(other.status == 422)
            #expect(try other.problem.code == "jobs.keyInUse")
            #expect(try await server.jobs.batches(after: nil, limit: 10).elements.count == 1)
            let blank = try await server.list("local:///a.jpg", headers: [("Idempotency-Key", "a b")])
            #expect(blank.status == 400)
        }
    }

    @Test("a request with the key of one whose list is still arriving is 409, and harms it not")
    func concurrent() async throws {
        // With all tests at once, much time passes between two parts of the request.
        try await withServer(["--read-timeout", "10m"]) { server in
            try await RawConnection.with(port: server.port) { connection in
                let line = "local:///a.jpg\n"
                try await connection.write(
                    "POST /v1/batches?\(TestServer.options) HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\n"
                        + "Content-Length: \(line.utf8.count)\r\nIdempotency-Key: k\r\n\r\n")
                try await eventually { try await !server.jobs.batches(after: nil, limit: 1).elements.isEmpty }
                let second = try await server.list(line, headers: [("Idempotency-Key", "k")])
                #expect(second.status == 409)
                #expect(try second.problem.code == "jobs.wrongState")
                try await connection.write(line)
                #expect(try await connection.read(until: "\r\n\r\n").hasPrefix("HTTP/1.1 201 "))
            }
        }
    }

    @Test("a list that breaks off leaves nothing")
    func brokenOff() async throws {
        try await withServer { server in
            try await RawConnection.with(port: server.port) { connection in
                try await connection.write(
                    "POST /v1/batches?\(TestServer.options) HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\n"
                        + "Content-Length: 1000\r\nExpect: 100-continue\r\n\r\n")
                _ = try await connection.read(until: "\r\n\r\n")
                try await connection.write("local:///a.jpg\n")
                connection.endWriting()
                _ = try await connection.read(until: "never")
            }
            _ = await server.log.requests(1)
            #expect(try await server.jobs.batches(after: nil, limit: 10).elements.isEmpty)
        }
    }

    @Test("a list that is too large is 413, before it is sent where that is known")
    func tooLarge() async throws {
        try await withServer(["--max-manifest-bytes", "1024"]) { server in
            let answer = try await server.list(String(repeating: "local:///a.jpg\n", count: 100))
            #expect(answer.status == 413)
            #expect(try answer.problem.detail?.contains("max-manifest-bytes") == true)
            #expect(try await server.jobs.batches(after: nil, limit: 10).elements.isEmpty)
        }
    }

    @Test(
        "what cannot be a batch is refused with its reason",
        arguments: [
            ("sizes=9", 400, "request.missingField"), ("store=a", 400, "request.missingField"),
            ("sizes=9&store=%7Bstem%7D&more=1", 400, "request.unknownField"),
            ("sizes=9&store=%2Fetc", 400, "storage.invalidTemplate"),
            ("sizes=9&store=..%2Fa", 400, "storage.invalidTemplate"),
            ("sizes=9,8&store=%7Bstem%7D.%7Bext%7D", 400, "storage.collision"),
            ("sizes=9&store=%7Bstem%7D&webhook=ftp:%2F%2Fa", 404, "source.schemeNotAllowed"),
        ])
    func refused(query: String, status: Int, code: String) async throws {
        try await withServer { server in
            let answer = try await server.list("local:///a.jpg", query: query)
            #expect(answer.status == status)
            #expect(try answer.problem.code == code)
        }
    }

    @Test("webhooks at private addresses are refused, and all where none can be signed")
    func webhooks() async throws {
        let query = TestServer.options + "&webhook=http:%2F%2F127.0.0.1%2Fhook"
        try await withServer(allowsPrivate: false) { server in
            let answer = try await server.list("local:///a.jpg", query: query)
            #expect(answer.status == 404)
            #expect(try answer.problem.code == "source.addressDenied")
        }
        try await withServer(signsWebhooks: false) { server in
            let answer = try await server.list("local:///a.jpg", query: query)
            #expect(answer.status == 400)
            #expect(try answer.problem.detail?.contains("webhook-secret") == true)
        }
    }

    @Test("without a job file there are no batches, and without an output root none can be made")
    func notConfigured() async throws {
        try await withServer(keepsBatches: false) { server in
            let answer = try await server.get(server.batches)
            #expect(answer.status == 404)
            #expect(try answer.problem.code == "jobs.notConfigured")
        }
        try await withServer(stores: false) { server in
            let answer = try await server.list("local:///a.jpg")
            #expect(answer.status == 404)
            #expect(try answer.problem.code == "storage.notConfigured")
        }
    }

    @Test("another media type is 415")
    func mediaType() async throws {
        try await withServer { server async throws in
            #expect(try await server.list("a", as: "image/jpeg").status == 415)
        }
    }

    @Test("the list of batches comes in pages, the newest first")
    func pages() async throws {
        struct Listing: Decodable {
            var batches: [ShownBatch]
            var next: String?
        }
        try await withServer { server in
            var made: [String] = []
            for number in 0..<3 { made.append(try await server.batch(["local:///\(number).jpg"]).id) }
            let first = try await server.get("\(server.batches)?limit=2").decoded(Listing.self)
            #expect(first.batches.map(\.id) == [made[2], made[1]])
            let next = try #require(first.next)
            let second = try await server.get("\(server.batches)?limit=2&cursor=\(next)").decoded(Listing.self)
            #expect(second.batches.map(\.id) == [made[0]])
            #expect(second.next == nil)
            for query in ["limit=0", "limit=1001", "cursor=x", "what=1"] {
                #expect(try await server.get("\(server.batches)?\(query)").status == 400)
            }
            #expect(try await server.send(.HEAD, server.batches).status == 200)
        }
    }
}
