import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import NIOSSL

extension SourceError {
    /// The error for a request that got no response head.
    init(beforeResponse error: any Error, host: String) {
        if error is CancellationError || Self.endsTheClient(error) {
            self = .cancelled(error)
        } else if Self.isTimeout(error) {
            self.init(.timedOut, "The source took too long.", cause: error)
        } else if error is HTTPParserError {
            self.init(.malformedAnswer, "The source's host \(host) answered with malformed HTTP.", cause: error)
        } else if error is UnexpectedPeer {
            self.init(.addressDenied, "The source's host \(host) has no allowed address.", cause: error)
        } else if Self.isAboutCertificate(error) {
            self.init(
                .badCertificate,
                "The certificate of the source's host \(host) is not valid for it, or not from an authority that is "
                    + "trusted here.", cause: error)
        } else if Self.isAboutProxy(error) {
            self.init(.connectFailed, "The proxy did not connect to the source's host \(host).", cause: error)
        } else {
            self.init(.connectFailed, "The connection to the source's host \(host) failed.", cause: error)
        }
    }

    /// The error for a body that ended too early.
    init(duringBody error: any Error) {
        if error is CancellationError || Self.endsTheClient(error) {
            self = .cancelled(error)
        } else if let error = error as? HTTPParserError, error != .invalidEOFState {
            self.init(.malformedAnswer, "The source's body is malformed HTTP.", cause: error)
        } else {
            self.init(.connectionLost, "The connection was lost before the source was complete.", cause: error)
        }
    }

    /// Whether the connection was closed before a byte of the answer.
    static func isDeadConnection(_ error: any Error) -> Bool {
        if let error = error as? HTTPClientError { return error == .remoteConnectionClosed }
        if let error = error as? IOError { return [ECONNRESET, EPIPE].contains(error.errnoCode) }
        return error as? ChannelError == .ioOnClosedChannel || error as? ChannelError == .eof
    }

    private static func isAboutCertificate(_ error: any Error) -> Bool {
        if let error = error as? NIOSSLExtraError { return error == .failedToValidateHostname }
        // The only public property of BoringSSL's errors is their text, which contains this name.
        guard let error = error as? NIOSSLError, case .handshakeFailed(let reason) = error else { return false }
        return "\(reason)".contains("CERTIFICATE_VERIFY_FAILED")
    }

    private static func isAboutProxy(_ error: any Error) -> Bool {
        switch error as? HTTPClientError {
        case .invalidProxyResponse?, .proxyAuthenticationRequired?, .httpProxyHandshakeTimeout?,
            .socksHandshakeTimeout?:
            true
        default: false
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
