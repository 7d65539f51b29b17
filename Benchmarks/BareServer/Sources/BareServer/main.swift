// The least that a server of this kind can be: it answers two bytes at `/hello`, and at `/copy?url=…&bytes=n` it fetches a
// URL and answers n bytes. No settings, no limits, no policy, no metrics, no logs.
//
//     bare-server PORT

import AsyncHTTPClient
import Hummingbird
import Logging

var quiet = Logger(label: "bare")
quiet.logLevel = .error
let client = HTTPClient(
    eventLoopGroupProvider: .singleton, configuration: HTTPClient.Configuration(decompression: .disabled))

let router = Router()
router.get("/hello") { _, _ in "ok" }
router.get("/copy") { request, _ in
    let url = try request.uri.queryParameters.require("url")
    let count = try request.uri.queryParameters.require("bytes", as: Int.self)
    let response = try await client.execute(HTTPClientRequest(url: url), timeout: .seconds(60))
    guard response.status == .ok else { throw HTTPError(.badGateway) }
    var source = ByteBuffer()
    for try await var chunk in response.body { source.writeBuffer(&chunk) }
    precondition(source.readableBytes > 0)
    return Response(
        status: .ok, headers: [.contentType: "image/jpeg"],
        body: .init(byteBuffer: ByteBuffer(repeating: 0, count: count)))
}
let port = Int(CommandLine.arguments[1])!
let application = Application(
    router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)), logger: quiet)
try await application.runService()
