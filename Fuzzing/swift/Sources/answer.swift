import AsyncHTTPClient
import NIOHTTP1

private let statuses = [200, 203, 204, 206, 206, 301, 302, 303, 304, 307, 308, 400, 429, 503, 599, 999]
private let asked = try? RemoteURL(parsing: "http://me:s3cret@a.example/x/y.png?z")

/// The head of an origin's answer: a byte for its status, then its fields. Whatever they say, the numbers that are made of
/// them can be counted with, and what goes on to a request or to a client can stand in a line of HTTP.
@Sendable func fuzzAnswer(_ bytes: [UInt8]) {
    guard let first = bytes.first, let asked else { return }
    let lines = String(decoding: bytes.dropFirst(), as: UTF8.self).split(separator: "\n")
    let fields = lines.compactMap { line -> (String, String)? in
        let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
        return parts.count == 2 ? (parts[0], parts[1]) : nil
    }
    let status = statuses[Int(first) % statuses.count]
    let head = ResponseHead(
        HTTPClientResponse(status: HTTPResponseStatus(statusCode: status), headers: HTTPHeaders(fields)))
    checkNumbers(head)
    checkBody(head)
    checkRedirect(head, from: asked)
    checkCookies(head, of: asked)
}

private func checkNumbers(_ head: ResponseHead) {
    for bytes in [head.declaredBytes, head.wholeBytes] {
        guard bytes.map({ $0 >= 0 }) ?? true else { fatalError("a body of \(bytes ?? 0) bytes") }
    }
    for now in [0, 1_700_000_000, 253_402_300_799] {
        guard let time = head.retryAfter(now: now) else { continue }
        guard time >= .zero, time <= .seconds(1 << 30) else { fatalError("to come again in \(time)") }
    }
}

/// What a body may be, and what is said about it.
private func checkBody(_ head: ResponseHead) {
    for isForRange in [false, true] {
        // Refusals are what most inputs end in.
        guard let codings = try? head.codings(isForRange: isForRange) else { continue }
        guard [200, 203, 206].contains(head.status), codings.count <= 2 else { fatalError("no body: \(head.status)") }
        let metadata = head.metadata(name: "a", codings: codings)
        guard isForRange || metadata.contentRange == nil else { fatalError("a part that nobody asked for") }
        guard codings.isEmpty || metadata.byteCount == nil else { fatalError("the length of what is still wrapped") }
        if let tag = metadata.entityTag, !tag.hasSuffix("\"") || tag.utf8.contains(where: { $0 <= 0x20 }) {
            fatalError("not a tag: \(tag)")
        }
        for text in [metadata.contentRange, metadata.acceptRanges, metadata.lastModified, metadata.expires] {
            guard text.map({ $0 == $0.drop { $0 == " " } && $0.last != " " }) ?? true else {
                fatalError("blanks around \(text ?? "")")
            }
        }
    }
}

private func checkRedirect(_ head: ResponseHead, from asked: RemoteURL) {
    guard let location = try? head.redirectLocation(), let target = try? asked.redirected(to: location) else { return }
    guard target.target.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), target.path.hasPrefix("/") else {
        fatalError("not a request line: \(target.target)")
    }
    guard let again = try? RemoteURL(parsing: target.description), again.hasSameOrigin(as: target),
        again.target == target.target
    else { fatalError("read again, it is another URL: \(target)") }
    guard target.credentials?.password != "s3cret" || target.hasSameOrigin(as: asked) else {
        fatalError("the password goes to \(target.origin)")
    }
}

private func checkCookies(_ head: ResponseHead, of asked: RemoteURL) {
    var jar = CookieJar()
    for _ in 0..<2 { jar.take(head.lines("Set-Cookie"), from: asked) }
    let other = try? RemoteURL(parsing: "http://b.example/")
    guard other.flatMap({ jar.header(for: $0, behind: nil) }) == nil else {
        fatalError("a cookie goes to another host")
    }
    guard jar.header(for: asked, behind: nil).map({ $0.utf8.count < 1 << 18 }) ?? true else {
        fatalError("more cookies than a request can hold")
    }
}
