import Foundation
import HTTPSyntax
import HTTPTypes
import Hummingbird

/// What an answer to an image URL depends on besides the URL.
struct URLClient: Sendable {
    let accept: AcceptHeader
    var conditions: RequestConditions
    let cookie: String?
    let authority: String?
    /// All headers; some are passed on to the source.
    let headers: HTTPFields
    /// The requested range of bytes, for a source that is passed on unchanged; `nil` if there are several.
    let range: String?
    /// The version of which the client has a part.
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
