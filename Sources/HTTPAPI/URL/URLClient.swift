import Foundation
import HTTPTypes
import Hummingbird

/// What an answer to an image URL depends on beside the URL.
struct URLClient: Sendable {
    let accept: AcceptHeader
    var conditions: RequestConditions
    let cookie: String?
    let authority: String?
    let now: HTTPDate

    init(_ request: Request) {
        now = HTTPDate(secondsSinceEpoch: Int(Date().timeIntervalSince1970))
        let headers = request.headers
        accept = AcceptHeader(headers[values: .accept].joined(separator: ", "))
        let ifNoneMatch = headers[values: .ifNoneMatch]
        conditions = RequestConditions(
            ifNoneMatch: ifNoneMatch.isEmpty ? nil : ifNoneMatch.joined(separator: ", "),
            ifModifiedSince: headers[.ifModifiedSince], now: now)
        cookie = headers[.cookie]
        authority = request.head.authority
    }
}
