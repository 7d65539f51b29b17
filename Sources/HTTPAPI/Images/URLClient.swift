import Foundation
import HTTPSyntax
import HTTPTypes
import Hummingbird

/// What an answer to an image URL depends on beside the URL.
struct URLClient: Sendable {
    let accept: AcceptHeader
    var conditions: RequestConditions
    let cookie: String?
    let authority: String?
    /// All of them, for those that go on to the source.
    let headers: HTTPFields
    /// One range of bytes that is asked for, of a source that goes out as it is; `nil` for several.
    let range: String?
    /// The copy that the client has a part of.
    let ifRange: String?
    let now: HTTPDate

    init(_ request: Request) {
        now = HTTPDate(secondsSinceEpoch: Int(Date().timeIntervalSince1970))
        headers = request.headers
        range = Self.singleRange(headers[.range])
        ifRange = headers[.ifRange]
        accept = AcceptHeader(headers[values: .accept].joined(separator: ", "))
        let ifNoneMatch = headers[values: .ifNoneMatch]
        conditions = RequestConditions(
            ifNoneMatch: ifNoneMatch.isEmpty ? nil : ifNoneMatch.joined(separator: ", "),
            ifModifiedSince: headers[.ifModifiedSince], now: now)
        cookie = headers[.cookie]
        authority = request.head.authority
    }

    private static func singleRange(_ range: String?) -> String? {
        range.flatMap { $0.wholeMatch(of: /bytes=([0-9]+-[0-9]*|-[0-9]+)/) == nil ? nil : $0 }
    }
}
