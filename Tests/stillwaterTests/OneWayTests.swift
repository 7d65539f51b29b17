import AsyncHTTPClient
import Foundation
import ImageModel
import Jobs
import NIOCore
import NIOHTTP1
import RequestGrammar
import TestSupport
import Testing

/// The same item by every caller that there is: URL, JSON, upload, store, `render`, `batch run` and `serve --jobs`.
@Suite(.timeLimit(.minutes(10))) struct OneWayTests {
    private static let template = "{stem}-{width}x{height}-{fit}.{ext}"

    /// A server with a store, batches, a watermark and a fallback image.
    private struct Place {
        let sources: ScratchFolder
        let outputs: ScratchFolder
        let server: ServingProcess

        init() async throws {
            (sources, outputs) = (try ScratchFolder(), try ScratchFolder())
            try sources.write(try RepositoryFiles.fixture("png/rgba.png"), to: "marks/mark.png")
            try sources.write(try RepositoryFiles.fixture("jpeg/grey.jpg"), to: "marks/other.jpg")
            server = try await ServingProcess(
                [
                    "--output-root", outputs.path, "--jobs", "\(sources.path)/serve.db", "--watermark-file",
                    "\(sources.path)/marks/mark.png", "--fallback-image-file", "\(sources.path)/marks/other.jpg",
                ], sources: sources)
        }

        /// What is stored; the workers' own files are hidden.
        var files: [String] { outputs.files.filter { !$0.hasPrefix(".") } }

        /// The answer's status and body.
        func send(
            _ method: HTTPMethod, _ path: String, type: String = "application/json", _ body: [UInt8] = []
        ) async throws -> (status: Int, body: [UInt8]) {
            var request = HTTPClientRequest(url: "http://\(server.main)\(path)")
            request.method = method
            if !body.isEmpty {
                request.headers.add(name: "Content-Type", value: type)
                request.body = .bytes(ByteBuffer(bytes: body))
            }
            let response = try await HTTPClient.patient.execute(request, timeout: .minutes(10))
            return (Int(response.status.code), [UInt8](buffer: try await response.body.collect(upTo: 1 << 24)))
        }

        func url(_ options: String, _ source: String = "local:///lake.jpg") async throws -> [UInt8] {
            let answer = try await send(.GET, "/unsafe/\(options)/plain/\(source)")
            try #require(answer.status == 200, "\(String(decoding: answer.body, as: UTF8.self))")
            return answer.body
        }

        func json(_ sizes: String, _ source: String = "local:///lake.jpg", _ more: String = "") async throws -> [UInt8]
        {
            let json = #"{"source": "\#(source)", "sizes": \#(sizes)\#(more)}"#
            let answer = try await send(.POST, "/v1/renditions", Array(json.utf8))
            try #require(answer.status == 200, "\(String(decoding: answer.body, as: UTF8.self))")
            return answer.body
        }

        func upload(_ sizes: String, _ bytes: [UInt8]) async throws -> [UInt8] {
            let head = """
                --b\r\nContent-Disposition: form-data; name="request"\r\nContent-Type: application/json\r\n\r\n\
                {"sizes": \(sizes)}\r\n\
                --b\r\nContent-Disposition: form-data; name="image"\r\nContent-Type: image/jpeg\r\n\r\n
                """
            let answer = try await send(
                .POST, "/v1/renditions", type: "multipart/form-data; boundary=b",
                Array(head.utf8) + bytes + Array("\r\n--b--\r\n".utf8))
            try #require(answer.status == 200, "\(String(decoding: answer.body, as: UTF8.self))")
            return answer.body
        }

        /// What `serve --jobs` makes of a batch, by the files' names.
        func batch(_ sizes: String, store: String, adding count: Int) async throws {
            let before = files.count
            let json = #"{"sources": ["local:///lake.jpg"], "sizes": \#(sizes), "store": "\#(store)"}"#
            let answer = try await send(.POST, "/v1/batches", Array(json.utf8))
            try #require(answer.status == 201, "\(String(decoding: answer.body, as: UTF8.self))")
            try await eventually { files.count == before + count }
        }

        /// What `batch run` makes of the same batch in another job file.
        func batchRun(_ sizes: String, store: String) async throws {
            let path = "\(sources.path)/run.db"
            let jobs = try GRDBJobStore(path: path)
            let json = #"{"sources": ["local:///lake.jpg"], "sizes": \#(sizes), "store": "\#(store)"}"#
            let request = try BatchRequest(json: json.utf8, grammar: RenditionsGrammar())
            let specification = BatchSpecification(
                renditions: request.renditions, sizes: request.sizes, template: request.store)
            let id = try await jobs.create(specification, idempotencyKey: nil).batch.id
            _ = try await jobs.append([NewItem(source: "local:///lake.jpg", line: 1)], to: id)
            try await jobs.seal(id)
            let ending = try await ChildProcess.run([
                "batch", "run", "--jobs", path, "--root", sources.path, "--output-root", outputs.path,
                "--watermark-file", "\(sources.path)/marks/mark.png",
            ])
            #expect(ending.code == 0, "\(ending.errors)")
        }
    }

    @Test("a size is the same file by every caller, and has the same name in every store")
    func size() async throws {
        let place = try await Place()
        let (sizes, name) = (#"["100x80:fill@png"]"#, "lake-100x80-fill.png")
        let wanted = try await place.url("rs:fill:100:80/f:png")
        #expect(try await place.json(sizes).firstRange(of: wanted) != nil)
        let lake = try RepositoryFiles.fixture("jpeg/baseline.jpg")
        #expect(try await place.upload(sizes, lake).firstRange(of: wanted) != nil)
        _ = try await place.json(sizes, "local:///lake.jpg", #", "store": "json/\#(Self.template)""#)
        try await place.batch(sizes, store: "jobs/\(Self.template)", adding: 1)
        try await place.batchRun(sizes, store: "run/\(Self.template)")
        let ending = try await ChildProcess.run([
            "render", "\(place.sources.path)/lake.jpg", "--sizes", "100x80:fill@png", "--out",
            "\(place.outputs.path)/render", "--name", Self.template,
        ])
        #expect(ending.code == 0, "\(ending.errors)")
        #expect(place.files == ["jobs", "json", "render", "run"].map { "\($0)/\(name)" })
        for file in place.files { #expect(try place.outputs.bytes(of: file) == wanted, "\(file)") }
        #expect(await place.server.stop().code == 0)
    }

    @Test("a chain with the configured watermark is the same file by every caller that has words for it")
    func watermark() async throws {
        let place = try await Place()
        let sizes =
            #"[{"width": 100, "format": "png", "watermark": [1, "soea"], "then": [{"padding": 3}]}, "#
            + #"{"width": 100, "format": "png", "then": [{"padding": 3}]}]"#
        let marked = try await place.url("w:100/wm:1:soea/f:png/-/pd:3")
        let plain = try await place.url("w:100/f:png/-/pd:3")
        #expect(marked != plain)
        let lake = try RepositoryFiles.fixture("jpeg/baseline.jpg")
        for answer in [try await place.json(sizes), try await place.upload(sizes, lake)] {
            #expect(answer.firstRange(of: marked) != nil)
            #expect(answer.firstRange(of: plain) != nil)
        }
        let template = "{index}.{ext}"
        _ = try await place.json(sizes, "local:///lake.jpg", #", "store": "json/\#(template)""#)
        try await place.batch(sizes, store: "jobs/\(template)", adding: 2)
        try await place.batchRun(sizes, store: "run/\(template)")
        #expect(place.files == ["jobs", "json", "run"].flatMap { ["\($0)/1.png", "\($0)/2.png"] })
        for file in place.files {
            #expect(try place.outputs.bytes(of: file) == (file.hasSuffix("1.png") ? marked : plain), "\(file)")
        }
        #expect(await place.server.stop().code == 0)
    }

    @Test("the fallback image stands in for every caller that is answered, and never in a store")
    func fallback() async throws {
        let place = try await Place()
        let (sizes, missing) = (#"["20@png"]"#, "local:///none.jpg")
        let wanted = try await place.url("w:20/f:png", missing)
        #expect(try await place.json(sizes, missing).firstRange(of: wanted) != nil)
        #expect(try await place.upload(sizes, Array("no picture".utf8)).firstRange(of: wanted) != nil)
        let query = try await place.send(.GET, "/v1/renditions?source=\(missing)&sizes=20@png")
        #expect(query.status == 200)
        #expect(query.body == wanted)
        let own = #", "fallback_image_url": "local:///lake.jpg""#
        let lake = try await place.url("w:20/f:png")
        #expect(try await place.json(sizes, missing, own).firstRange(of: lake) != nil)
        let stored = #"{"source": "\#(missing)", "sizes": \#(sizes), "store": "\#(Self.template)"}"#
        #expect(try await place.send(.POST, "/v1/renditions", Array(stored.utf8)).status == 404)
        #expect(place.files == [])
        #expect(await place.server.stop().code == 0)
    }
}
