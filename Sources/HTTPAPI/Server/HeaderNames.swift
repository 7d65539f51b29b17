import HTTPTypes

/// Header fields for which the library of HTTP types has no names.
extension HTTPField.Name {
    /// What a cache had to do with an answer (RFC 9211).
    static let cacheStatus = known("Cache-Status")
    /// Where a request came from, through proxies.
    static let forwardedFor = known("X-Forwarded-For")
    /// Gives a request that is sent twice the effect of one.
    static let idempotencyKey = known("Idempotency-Key")
    static let imageHeight = known("Image-Height")
    static let imageWidth = known("Image-Width")
    static let link = known("Link")
    /// Names the request in the answer and in the log.
    static let requestID = known("X-Request-ID")
    /// `true` on answers that show what is left of a damaged source.
    static let sourceDamaged = known("Source-Damaged")
    /// Why a fallback image stands in for the source.
    static let sourceProblem = known("Source-Problem")
    static let serverTiming = known("Server-Timing")
    static let stillwaterMemory = known("X-Stillwater-Memory")

    /// `text` is one of the above, so the first test that uses one shows that it is valid.
    private static func known(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is not a valid field name") }
        return name
    }
}
