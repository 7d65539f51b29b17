import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import TestSupport

/// The running service with imgproxy's environment and the fixtures as its sources, and an origin for it.
struct ReplayService {
    private let port: Int

    /// What every service has; `FIXTURES` and `ORIGIN` are put in.
    private static let always = [
        // As in imgproxy, where nothing else is said.
        "MAX_ANIMATION_FRAMES": "1",
        // Not a test's to reach, however busy the machine is.
        "TIMEOUT": "600", "DOWNLOAD_TIMEOUT": "600",
        "ALLOW_LOOPBACK_SOURCE_ADDRESSES": "true", "ALLOW_PRIVATE_SOURCE_ADDRESSES": "true",
        "URL_REPLACEMENTS": "http://origin.test/=ORIGIN/;pics://*/=local:///${1}/",
    ]

    /// Runs `body` with a service that has the variables in `settings`, `NAME=value` with blanks between them.
    static func with<Value>(_ settings: String, _ body: (ReplayService) async throws -> Value) async throws -> Value {
        try await FakeOrigin.with(script: origin) { origin in
            let sources = try ScratchFolder()
            defer { withExtendedLifetime(sources) {} }
            var environment = always
            for variable in settings.split(separator: " ") {
                let parts = variable.split(separator: "=", maxSplits: 1).map(String.init)
                environment[parts[0]] = parts.count == 2 ? parts[1] : ""
            }
            let named = environment.map { name, value in
                (
                    "IMGPROXY_\(name)",
                    value.replacing("FIXTURES/", with: RepositoryFiles.fixtures + "/")
                        .replacing("ORIGIN/", with: origin.url("/"))
                )
            }
            let process = try await ServingProcess(
                ["--root", RepositoryFiles.fixtures, "--isolation", "none"], sources: sources,
                environment: Dictionary(uniqueKeysWithValues: named))
            let port = process.main.split(separator: ":").last.flatMap { Int($0) } ?? 0
            let value = try await body(ReplayService(port: port))
            _ = await process.stop()
            return value
        }
    }

    /// The fixtures by their paths; `status/404` and the like, redirects, and what breaks off.
    private static let origin = FakeOrigin.Script { target, _ in
        let path = String(target.prefix { $0 != "?" }.dropFirst()).removingPercentEncoding ?? ""
        let parts = path.split(separator: "/", maxSplits: 1).map(String.init)
        let rest = parts.count == 2 ? parts[1] : ""
        switch parts.first ?? "" {
        case "status": return FakeAnswer(status: Int(rest) ?? 500, body: rest == "204" ? [] : Array("sorry".utf8))
        case "redirect": return .redirect(to: "/" + rest)
        case "loop": return .redirect(to: "/loop")
        case "closed": return FakeAnswer(pace: .closesBeforeHead)
        case "octets":
            // A file that is not there is a 404.
            return (try? RepositoryFiles.fixture(rest)).map { bytes in
                FakeAnswer(headers: [("Content-Type", "application/octet-stream")], body: bytes)
            }
        default:
            return (try? RepositoryFiles.fixture(path)).map { bytes in FakeAnswer(body: bytes) }
        }
    }

    /// The answer to a GET of `path`, which goes out as it is, on a connection of its own.
    func answer(to path: String, accept: String) async throws -> ReplayAnswer {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    return try NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>(
                        wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var headers = HTTPHeaders([("Host", "127.0.0.1:\(port)")])
            if !accept.isEmpty { headers.add(name: "Accept", value: accept) }
            try await outbound.write(
                .head(HTTPRequestHead(version: .http1_1, method: .GET, uri: path, headers: headers)))
            try await outbound.write(.end(nil))
            return try await Self.answer(in: inbound)
        }
    }

    private static func answer(
        in parts: NIOAsyncChannelInboundStream<HTTPClientResponsePart>
    ) async throws -> ReplayAnswer {
        var (head, body) = (HTTPResponseHead(version: .http1_1, status: .custom(code: 0, reasonPhrase: "")), [UInt8]())
        for try await part in parts {
            switch part {
            case .head(let received): head = received
            case .body(let bytes): body += bytes.readableBytesView
            case .end: return ReplayAnswer(status: Int(head.status.code), headers: head.headers, body: body)
            }
        }
        throw ChannelError.eof
    }
}
