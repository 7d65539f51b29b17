/// An answer of S3 that is not what was asked for.
struct S3Refusal: Sendable {
    let status: Int
    /// `NoSuchKey`, …; answers to HEAD have none.
    let code: String?
    /// Where the bucket is, if the answer says so.
    let region: String?
    let date: String?
    let retryAfter: Duration?

    init(_ reply: StoreReply) {
        let error = XMLNode(parsing: reply.body)?.first("Error")
        status = reply.status
        code = StoreWord.checked(error?.text("Code"))
        let region = reply.field("x-amz-bucket-region") ?? error?.text("Region")
        self.region = region.flatMap { S3Endpoints.isRegion($0) ? $0 : nil }
        date = reply.field("Date")
        retryAfter = reply.retryAfter
    }

    /// Whether the bucket was asked for in the wrong place.
    var isAboutRegion: Bool {
        [301, 307, 308].contains(status) || code == "AuthorizationHeaderMalformed"
            || status == 400 && code == nil
                && region != nil
    }

    /// Whether the request's time was too far from the store's; HEAD's refusals say nothing of it.
    var isAboutTime: Bool { code == "RequestTimeTooSkewed" || status == 403 && code == nil }

    /// Whether new credentials may be taken where these were not.
    func isAboutExpiry(_ credentials: Credentials) -> Bool {
        switch code {
        case "ExpiredToken", "TokenRefreshRequired", "InvalidToken", "ExpiredTokenException": true
        case nil: status == 400 && credentials.sessionToken != nil || status == 401 && credentials.bearer != nil
        case _ where credentials.bearer != nil: status == 401
        default: false
        }
    }

    var error: ObjectStoreError {
        let (kind, reason) = meaning
        return ObjectStoreError(
            kind, "The object store \(reason)\(code.map { " (\($0))" } ?? "").", status: status, storeCode: code,
            retryAfter: retryAfter)
    }

    private var meaning: (ObjectStoreError.Code, String) {
        switch (status, code) {
        case (_, "SlowDown"?), (_, "RequestLimitExceeded"?), (429, _), (503, _):
            (.slowDown, "asks for fewer requests")
        case (_, "NoSuchBucket"?): (.notFound, "has no such bucket")
        case (404, _): (.notFound, "has no such object")
        case (412, _): (.preconditionFailed, "has the object already, or another version of it")
        case (409, "ConditionalRequestConflict"?), (409, "OperationAborted"?):
            (.unavailable, "was busy with another request for the object")
        case (416, _): (.rangeNotSatisfiable, "has no such part of the object")
        case (401, _), (403, _): (.denied, "refuses access")
        case (301, _), (307, _), (308, _): (.wrongRegion, "has the bucket in another region, and does not say in which")
        case (_, "AuthorizationHeaderMalformed"?): (.wrongRegion, "has the bucket in another region")
        case (400..<500, _): (.refused, "refuses the request with status \(status)")
        case (500..., _): (.unavailable, "failed with status \(status)")
        default: (.badAnswer, "answered with status \(status)")
        }
    }
}
