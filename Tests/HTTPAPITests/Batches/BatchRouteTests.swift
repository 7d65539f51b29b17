import Jobs
import NIOHTTP1
import Testing

@testable import HTTPAPI

@Suite(.timeLimit(.minutes(10))) struct BatchRouteTests {
    private struct Listing: Decodable {
        struct Item: Decodable {
            struct Cause: Decodable { var code: String }
            struct Rendition: Decodable { var path: String }

            var source: String
            var state: String
            var cause: Cause?
            var renditions: [Rendition]?
        }

        var items: [Item]
        var next: String?
    }

    @Test("a batch is paused, resumed, retried, cancelled and deleted")
    func actions() async throws {
        try await withServer { server in
            let batch = try await server.batch(["local:///a", "local:///b", "local:///c"])
            let path = "\(server.batches)/\(batch.id)"
            func post(_ action: String) async throws -> TestAnswer { try await server.send(.POST, "\(path)/\(action)") }
            #expect(try await post("pause").decoded(ShownBatch.self).state == "paused")
            #expect(try await post("resume").decoded(ShownBatch.self).state == "running")
            try await server.end(2, of: batch, cause: "render.undecodable")
            let shown = try await server.get(path).decoded(ShownBatch.self)
            #expect(shown.failures == ["render.undecodable": 2])
            #expect(try await post("retry?cause=other").text.contains("\"items\":0"))
            #expect(try await post("retry?cause=render.undecodable").text.contains("\"items\":2"))
            #expect(try await server.get(path).decoded(ShownBatch.self).items.waiting == 3)
            #expect(try await post("cancel").decoded(ShownBatch.self).state == "cancelled")
            let late = try await post("resume")
            #expect(late.status == 409)
            #expect(try late.problem.code == "jobs.wrongState")
            #expect(try await server.send(.DELETE, path).status == 204)
            #expect(try await server.get(path).status == 404)
        }
    }

    @Test("items are listed by state, in pages")
    func items() async throws {
        try await withServer { server in
            let batch = try await server.batch(["local:///a", "local:///b", "local:///c"])
            let path = "\(server.batches)/\(batch.id)/items"
            try await server.end(1, of: batch)
            try await server.end(1, of: batch, cause: "source.notFound")
            let all = try await server.get(path).decoded(Listing.self)
            #expect(all.items.map(\.source) == ["local:///a", "local:///b", "local:///c"])
            #expect(all.items[0].renditions?.first?.path == "a.jpg")
            let failed = try await server.get("\(path)?state=failed").decoded(Listing.self)
            #expect(failed.items.map(\.cause?.code) == ["source.notFound"])
            let first = try await server.get("\(path)?limit=2").decoded(Listing.self)
            let next = try #require(first.next)
            let rest = try await server.get("\(path)?limit=2&cursor=\(next)").decoded(Listing.self)
            #expect((first.items + rest.items).map(\.source) == all.items.map(\.source))
            for query in ["state=none", "limit=x", "other=1"] {
                #expect(try await server.get("\(path)?\(query)").status == 400)
            }
        }
    }

    @Test("a batch that is not there is 404 on every path", arguments: ["0000000000000", "x", "%2e%2e"])
    func notFound(name: String) async throws {
        try await withServer { server in
            for (method, rest) in [
                (HTTPMethod.GET, ""), (.DELETE, ""), (.GET, "/items"), (.GET, "/events"), (.POST, "/pause"),
                (.POST, "/retry"),
            ] {
                let answer = try await server.send(method, "\(server.batches)/\(name)\(rest)")
                #expect(answer.status == 404)
                #expect(try answer.problem.code == "jobs.notFound")
            }
        }
    }

    @Test(
        "a method that a path does not take is 405, and those that it takes are told",
        arguments: [
            ("PUT", "", "GET, HEAD, POST, OPTIONS"), ("POST", "/0000000000000", "GET, HEAD, DELETE, OPTIONS"),
            ("DELETE", "/0000000000000/items", "GET, HEAD, OPTIONS"), ("GET", "/0000000000000/pause", "POST, OPTIONS"),
            ("POST", "/0000000000000/events", "GET, OPTIONS"),
        ])
    func methods(method: String, path: String, allow: String) async throws {
        try await withServer { server in
            let answer = try await server.send(.init(rawValue: method), server.batches + path)
            #expect(answer.status == 405)
            #expect(answer["Allow"] == allow)
        }
    }
}
