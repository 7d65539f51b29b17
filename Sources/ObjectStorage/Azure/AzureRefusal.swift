/// An answer of Azure's that is not what was asked for.
struct AzureRefusal: Sendable {
    let status: Int
    let code: String?
    let date: String?
    let retryAfter: Duration?

    init(_ reply: StoreReply) {
        status = reply.status
        code = StoreWord.checked(
            reply.field("x-ms-error-code") ?? XMLNode(parsing: reply.body)?.first("Error")?.text("Code"))
        date = reply.field("Date")
        retryAfter = reply.retryAfter
    }

    var error: ObjectStoreError {
        let (kind, reason) = meaning
        return ObjectStoreError(
            kind, "The object store \(reason)\(code.map { " (\($0))" } ?? "").", status: status, storeCode: code,
            retryAfter: retryAfter)
    }

    private var meaning: (ObjectStoreError.Code, String) {
        switch (status, code) {
        case (409, "BlobAlreadyExists"?), (412, _):
            (.preconditionFailed, "has the object already, or another version of it")
        case (_, "ContainerNotFound"?): (.notFound, "has no such bucket")
        case (404, _): (.notFound, "has no such object")
        case (416, _): (.rangeNotSatisfiable, "has no such part of the object")
        case (401, _), (403, _): (.denied, "refuses access")
        case (429, _), (503, _): (.slowDown, "asks for fewer requests")
        case (400..<500, _): (.refused, "refuses the request with status \(status)")
        case (500..., _): (.unavailable, "failed with status \(status)")
        default: (.badAnswer, "answered with status \(status)")
        }
    }
}
