import Codecs
import Foundation
import ImageModel
import ImageService
import Logging
import NIOHTTP1
import TestSupport

@testable import HTTPAPI

/// A service that answers image URLs, on a free port of loopback, with an origin and a folder as its sources.
struct URLServer: Sendable {
    let port: Int
    let service: ImageService
    let origin: FakeOrigin
    /// The root of `local:///` sources; holds the fixture `jpeg/baseline.jpg` as `lake.jpg`, 640 × 427.
    let folder: String

    /// The answer to `path`, which holds a signature, options and source, with a slash in front.
    func send(
        _ path: String, method: HTTPMethod = .GET, headers: [(String, String)] = [], body: [UInt8]? = nil
    ) async throws -> TestAnswer {
        try await TestAnswer(
            reading: try await openAnswer(method, "http://127.0.0.1:\(port)\(path)", headers: headers, body: body))
    }

    /// The answer for `options` and a source, unsigned.
    func get(_ options: String, _ source: String = "local:///lake.jpg", accept: String? = nil) async throws
        -> TestAnswer
    {
        try await send(
            Self.path(options, source), headers: accept.map { [("Accept", $0)] } ?? [])
    }

    /// Runs `body` while every render thread is busy.
    func withoutRenderThreads<Value>(_ body: () async throws -> Value) async throws -> Value {
        let (end, busy) = (Signal(), (0..<service.renderThreads).map { _ in Signal() })
        let tasks = busy.map { signal in
            Task { [service] in
                _ = try await service.pool.run {
                    signal.fire()
                    end.block()
                }
            }
        }
        for signal in busy { await signal.wait() }
        let result: Result<Value, any Error>
        do {
            result = .success(try await body())
        } catch {
            result = .failure(error)
        }
        end.fire()
        for task in tasks { try await task.value }
        return try result.get()
    }

    static func path(_ options: String, _ source: String = "local:///lake.jpg") -> String {
        "/unsafe/\(options.isEmpty ? "" : options + "/")\(encoded(source))"
    }

    static func encoded(_ source: String) -> String {
        Data(source.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }

    /// A file of one colour.
    static func plain(
        _ width: Int, _ height: Int, _ colour: [UInt8], as format: ImageFormat = .png
    ) throws -> [UInt8] {
        try VipsLibrary.start()
        let size = PixelSize(width: width, height: height)
        let pixels = [UInt8]((0..<size.pixels).flatMap { _ in colour })
        return try Image(pixels: pixels, size: size, bands: colour.count)
            .encoded(as: EncodeOptions(format: format, quality: 80)).withUnsafeBytes { [UInt8]($0) }
    }
}

/// Runs `body` with a server of these settings and this origin, which stops gracefully afterwards.
func withURLServer<Value: Sendable>(
    _ settings: [String] = [], answers: [String: FakeAnswer] = [:], files: [String: [UInt8]] = [:],
    _ body: @escaping @Sendable (URLServer) async throws -> Value
) async throws -> Value {
    let folder = try ScratchFolder()
    for (name, bytes) in files { try folder.write(bytes, to: name) }
    try folder.write(try RepositoryFiles.fixture("jpeg/baseline.jpg"), to: "lake.jpg")
    // The framework reads a request's id back from its logger's metadata, which the handler must keep.
    var logger = Logger(label: "test") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = .critical
    return try await FakeOrigin.with(answers: answers) { [logger] origin in
        let arguments =
            ["--allow-private-sources", "--root", folder.path]
            + settings.map { $0.replacing("ORIGIN", with: origin.url("")) }
        return try await withAssembledServer(arguments, logger: logger) { assembled in
            try await body(
                URLServer(port: assembled.port, service: assembled.service, origin: origin, folder: folder.path))
        }
    }
}
