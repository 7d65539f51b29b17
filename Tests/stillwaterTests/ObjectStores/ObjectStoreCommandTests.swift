import AsyncHTTPClient
import Foundation
import ImageModel
import NIOCore
import NIOHTTP1
import ObjectStorage
import TestSupport
import Testing

/// The commands against a real object store that checks signatures.
@Suite(.timeLimit(.minutes(10)), .enabled(if: SeaweedServer.path != nil, "\(SeaweedServer.absence)"))
struct ObjectStoreCommandTests {
    private static func lake() throws -> [UInt8] { try RepositoryFiles.fixture("jpeg/baseline.jpg") }

    @Test("a server reads sources, watermarks and fallback images in buckets, and stores there")
    func serve() async throws {
        try await TestBucket.with { bucket in
            try await bucket.put(Self.lake(), "summer/lake one%.jpg")
            try await bucket.put(RepositoryFiles.fixture("png/rgba.png"), "marks/mark.png")
            let sources = try ScratchFolder()
            let server = try await ServingProcess(
                [
                    "--output-store", "s3://\(bucket.name)/out/", "--output-store-cache-control", "max-age=60",
                    "--output-store-metadata", "made-by=tests", "--fallback-image-url",
                    "s3://\(bucket.name)/summer/lake one%.jpg",
                ], sources: sources, environment: bucket.environment)
            let plain = "http://\(server.main)/unsafe"
            // As it stands in a path, the key is encoded once more.
            let source = "s3://\(bucket.name)/summer/lake%20one%25.jpg"
            let picture = try await server.send(.GET, "\(plain)/rs:fit:40/plain/\(source)")
            #expect(picture.starts(with: [0xFF, 0xD8]))
            let marked = try await server.send(
                .GET, "\(plain)/rs:fit:40/wm:1/wmu:\(Self.base64("s3://\(bucket.name)/marks/mark.png"))/plain/\(source)"
            )
            #expect(marked != picture)
            #expect(
                try await server.send(.GET, "\(plain)/rs:fit:40/plain/s3://\(bucket.name)/none.jpg").count
                    == picture.count)
            let report = try await Self.post(
                """
                {"source": "s3://\(bucket.name)/summer/lake one%.jpg", "sizes": [40, "30@webp"],
                 "store": "{dir}/{hash}/{width}.{ext}"}
                """, to: server)
            let keys = try await bucket.keys("out/")
            #expect(keys.count == 2)
            for key in keys { #expect(String(decoding: report, as: UTF8.self).contains(key.dropFirst("out/".count))) }
            let webp = try #require(keys.first { $0.hasSuffix("/30.webp") })
            #expect(webp.hasPrefix("out/summer/"))
            let facts = try await bucket.facts(of: webp)
            #expect(facts.contentType == "image/webp")
            #expect(facts.cacheControl == "max-age=60")
            #expect(facts.metadata["made-by"] == "tests")
            #expect(try await bucket.bytes(of: webp).starts(with: Array("RIFF".utf8)))
            let log = await server.stop().errors
            #expect(!log.contains(SeaweedServer.secretKey))
            #expect(!log.contains("Signature="))
        }
    }

    private static func post(_ json: String, to server: ServingProcess) async throws -> [UInt8] {
        var request = HTTPClientRequest(url: "http://\(server.main)/v1/renditions")
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.body = .bytes(ByteBuffer(string: json))
        let response = try await HTTPClient.shared.execute(request, timeout: .minutes(10))
        #expect(response.status == .ok)
        return [UInt8](buffer: try await response.body.collect(upTo: 1 << 20))
    }

    private static func base64(_ text: String) -> String {
        Data(text.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing(
            "=", with: "")
    }

    @Test("buckets that settings deny are not read, whatever the request says")
    func denied() async throws {
        try await TestBucket.with { bucket in
            try await bucket.put(Self.lake(), "lake.jpg")
            let server = try await ServingProcess(
                ["--s3-denied-buckets", bucket.name], sources: try ScratchFolder(), environment: bucket.environment)
            let child = server.child
            let response = try await HTTPClient.shared.execute(
                HTTPClientRequest(url: "http://\(server.main)/unsafe/rs:fit:40/plain/s3://\(bucket.name)/lake.jpg"),
                timeout: .minutes(10))
            #expect(response.status == .notFound)
            child.signal(SIGTERM)
            #expect(await child.ending().errors.contains("source.notAllowed"))
        }
    }

    @Test("imgproxy's variables act")
    func imgproxyVariables() async throws {
        try await TestBucket.with { bucket in
            try await bucket.put(Self.lake(), "lake.jpg")
            var environment = [
                "IMGPROXY_USE_S3": "1", "IMGPROXY_S3_ENDPOINT": bucket.server.endpoint,
                "IMGPROXY_S3_REGION": "eu-west-7",
                "IMGPROXY_S3_ALLOWED_BUCKETS": "other,\(bucket.name)", "IMGPROXY_S3_ENDPOINT_USE_PATH_STYLE": "true",
            ]
            environment.merge(bucket.environment.filter { $0.key.hasPrefix("AWS_") }) { own, _ in own }
            let server = try await ServingProcess([], sources: try ScratchFolder(), environment: environment)
            let picture = try await server.send(
                .GET, "http://\(server.main)/unsafe/rs:fit:40/plain/s3://\(bucket.name)/lake.jpg")
            #expect(picture.starts(with: [0xFF, 0xD8]))
            _ = await server.stop()
        }
    }

    @Test("render reads from a bucket and writes to one")
    func render() async throws {
        try await TestBucket.with { bucket in
            try await bucket.put(Self.lake(), "in/lake.jpg")
            let ending = try await ChildProcess.run(
                [
                    "render", "s3://\(bucket.name)/in/lake.jpg", "--sizes", "40,20@webp", "--out",
                    "s3://\(bucket.name)/out/",
                    "--name", "{stem}-{width}.{ext}", "--json",
                ], environment: bucket.environment)
            #expect(ending.code == 0, "\(ending.errors)\(ending.output)")
            #expect(try await bucket.keys("out/") == ["out/lake-20.webp", "out/lake-40.jpg"])
            #expect(
                ending.output.contains("s3://\(bucket.name)/out/lake-40.jpg") || ending.output.contains("s3:\\/\\/"))
        }
    }

    @Test("a batch makes all that a prefix has, and makes nothing again that is there and unchanged")
    func batch() async throws {
        try await TestBucket.with { bucket in
            let folder = try ScratchFolder()
            for name in ["a.jpg", "b c.jpg", "deep/d.jpg"] { try await bucket.put(Self.lake(), "summer/\(name)") }
            try await bucket.put([1, 2, 3], "summer/notes.txt")
            let command = [
                "batch", "create", "s3://\(bucket.name)/summer/", "--sizes", "40", "--store",
                "{dir}/{stem}-{width}.{ext}",
                "--jobs", "\(folder.path)/jobs.db", "--output-store", "s3://\(bucket.name)/summer/out",
                "--render-threads", "1",
                "--run",
            ]
            let first = try await ChildProcess.run(command, environment: bucket.environment)
            #expect(first.code == 0, "\(first.errors)")
            #expect(first.output.contains("3: 3 done"))
            let outputs = ["summer/out/a-40.jpg", "summer/out/b c-40.jpg", "summer/out/deep/d-40.jpg"]
            #expect(try await bucket.keys("summer/out/") == outputs)
            #expect(try await bucket.facts(of: outputs[0]).contentType == "image/jpeg")
            let second = try await ChildProcess.run(command, environment: bucket.environment)
            #expect(second.output.contains("3 skipped"), "\(second.output)")
            let pattern = try await ChildProcess.run(
                command + ["--pattern", "d*", "--force"], environment: bucket.environment)
            #expect(pattern.output.contains("1: 1 done"), "\(pattern.output)")
        }
    }

    @Test("workers that are killed leave a bucket in which every object is whole, and the next ones make the rest")
    func kills() async throws {
        try await TestBucket.with { bucket in
            let folder = try ScratchFolder()
            let lake = try Self.lake()
            let names = (100..<180).map { "in/\($0).jpg" }
            for name in names { try await bucket.put(lake, name) }
            let settings = [
                "--jobs", "\(folder.path)/jobs.db", "--output-store", "s3://\(bucket.name)/out", "--render-threads",
                "1",
                "--batch-lease", "5s",
            ]
            let made = try await ChildProcess.run(
                [
                    "batch", "create", "s3://\(bucket.name)/in/", "--sizes", "60,30@webp", "--store",
                    "{stem}/{hash}-{width}.{ext}",
                ] + settings, environment: bucket.environment)
            #expect(made.code == 0, "\(made.errors)")
            for count in [10, 60, 110] {
                let workers = try (0..<2).map { _ in
                    try ChildProcess(["batch", "run"] + settings, environment: bucket.environment)
                }
                try await eventually { try await bucket.keys("out/").count >= count }
                for worker in workers { worker.signal(SIGKILL) }
                for worker in workers { _ = await worker.ending() }
            }
            let last = try await ChildProcess.run(["batch", "run"] + settings, environment: bucket.environment)
            #expect(last.code == 0, "\(last.errors)\(last.output)")
            let keys = try await bucket.keys("out/")
            #expect(keys.count == names.count * 2)
            // All sources are the same, and so are the files of a size.
            for end in [".jpg", ".webp"] {
                let files = keys.filter { $0.hasSuffix(end) }
                let first = try await bucket.bytes(of: try #require(files.first))
                for key in files { #expect(try await bucket.bytes(of: key) == first, "\(key)") }
            }
        }
    }

    @Test("a batch whose store refuses to be written to pauses, and says why")
    func pauses() async throws {
        try await TestBucket.with { bucket in
            let folder = try ScratchFolder()
            try await bucket.put(Self.lake(), "in/a.jpg")
            let store = FakeAnswer(status: 403, body: Array("<Error><Code>AccessDenied</Code></Error>".utf8))
            // Reads go to the real store: the source is fetched over HTTP from a stand-in that also refuses writes.
            let script = FakeOrigin.Script { target, _ in target.hasPrefix("/out-bucket/") ? store : nil }
            try await FakeOrigin.with(answers: ["/a.jpg": FakeAnswer(body: try Self.lake())], script: script) {
                origin in
                try folder.write(Array("\(origin.url("/a.jpg"))\n".utf8), to: "list.txt")
                var environment = bucket.environment
                environment["STILLWATER_S3_ENDPOINT"] = origin.url("")
                let ending = try await ChildProcess.run(
                    [
                        "batch", "create", "\(folder.path)/list.txt", "--sizes", "40", "--store", "{stem}.{ext}",
                        "--jobs",
                        "\(folder.path)/jobs.db", "--output-store", "s3://out-bucket", "--allow-private-sources",
                        "--render-threads", "1", "--run",
                    ], environment: environment)
                #expect(ending.code != 0)
                #expect((ending.output + ending.errors).contains("AccessDenied"), "\(ending.output)\(ending.errors)")
            }
        }
    }
}
