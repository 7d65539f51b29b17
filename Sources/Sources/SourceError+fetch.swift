import AsyncHTTPClient
import NIOCore
import NIOHTTP1

extension SourceError {
    /// The error for a request that got no response head.
    init(beforeResponse error: any Error, host: String) {
        if error is CancellationError || Self.endsTheClient(error) {
            self = .cancelled(error)
        } else if Self.isTimeout(error) {
            self.init(.timedOut, "The source took too long.", cause: error)
        } else if error is HTTPParserError {
            self.init(.badAnswer, "The source's host \(host) answered with malformed HTTP.", cause: error)
        } else if error is UnexpectedPeer {
            self.init(.addressDenied, "The source's host \(host) has no allowed address.", cause: error)
        } else {
            self.init(.connectFailed, "The connection to the source's host \(host) failed.", cause: error)
        }
    }

    /// The error for a body that ended too early.
    init(duringBody error: any Error) {
        if error is CancellationError || Self.endsTheClient(error) {
            self = .cancelled(error)
        } else if let error = error as? HTTPParserError, error != .invalidEOFState {
            self.init(.badAnswer, "The source's body is malformed HTTP.", cause: error)
        } else {
            self.init(.connectionLost, "The connection was lost before the source was complete.", cause: error)
        }
    }

    private static func isTimeout(_ error: any Error) -> Bool {
        switch error as? HTTPClientError {
        case .connectTimeout?, .tlsHandshakeTimeout?, .getConnectionFromPoolTimeout?, .deadlineExceeded?: true
        default: false
        }
    }

    private static func endsTheClient(_ error: any Error) -> Bool {
        switch error as? HTTPClientError {
        case .cancelled?, .alreadyShutdown?: true
        default: false
        }
    }
}
