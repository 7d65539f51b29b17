import NIOHTTPTypes

/// The progress of a connection's requests.
struct InboundProgress {
    /// Whether part of a head has arrived, but not all of it.
    private(set) var hasPartOfHead = false
    private var hasTakenPart = false
    /// Requests whose answer has not ended.
    private(set) var unanswered = 0
    private(set) var isInBody = false

    /// Whether a head is awaited, and nothing else is on its way.
    var isInHead: Bool { hasPartOfHead && unanswered == 0 }

    /// Whether everything that arrived has been answered, and nothing of the next request is here.
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

    /// Everything that was read at once has been processed.
    mutating func endOfBytes() {
        if !hasTakenPart, !isInBody { hasPartOfHead = true }
        hasTakenPart = false
    }

    mutating func endOfAnswer() { unanswered = max(0, unanswered - 1) }
}
