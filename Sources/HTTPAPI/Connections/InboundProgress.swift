import NIOHTTPTypes

/// How far the requests of a connection have come.
struct InboundProgress {
    /// Whether bytes of a head have come that is not whole.
    private(set) var hasPartOfHead = false
    private var hasTakenPart = false
    /// Requests whose answer has not ended.
    private(set) var unanswered = 0
    private(set) var isInBody = false

    /// Whether a head is waited for, and nothing else is on its way.
    var isInHead: Bool { hasPartOfHead && unanswered == 0 }

    /// Whether everything that came is answered, and nothing of the next request is here.
    var isBetweenRequests: Bool { unanswered == 0 && !isInBody && !hasPartOfHead }

    mutating func take(_ part: HTTPRequestPart) {
        hasTakenPart = true
        hasPartOfHead = false
        switch part {
        case .head:
            isInBody = true
            unanswered += 1
        case .body: break
        case .end: isInBody = false
        }
    }

    /// All that was read at once has been taken.
    mutating func endOfBytes() {
        if !hasTakenPart, !isInBody { hasPartOfHead = true }
        hasTakenPart = false
    }

    mutating func endOfAnswer() { unanswered = max(0, unanswered - 1) }
}
