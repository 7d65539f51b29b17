/// How a `FakeOrigin` answers one path.
package struct FakeAnswer: Sendable {
    /// How the length of the body is indicated.
    package enum Framing: Sendable {
        /// A correct `Content-Length`.
        case contentLength
        /// `Transfer-Encoding: chunked`, no length.
        case chunked
        /// A `Content-Length` of this value, whatever the body is; the connection is closed after the body.
        case declared(Int)
    }

    /// When the parts of the answer are sent.
    package enum Pace: Sendable {
        /// All at once.
        case atOnce
        /// The body in pieces of this many bytes, each after the previous one has been sent.
        case pieces(bytes: Int)
        /// Nothing, not even a status line, until stalls are released.
        case stallsBeforeHead
        /// The head and this many bytes of the body; the rest when stalls are released.
        case stalls(afterBytes: Int)
        /// One byte of the body per this many milliseconds.
        case trickles(milliseconds: Int)
        /// The head and this many bytes of the body, then the connection is closed.
        case closes(afterBytes: Int)
        /// The connection is closed without an answer.
        case closesBeforeHead
        /// All at once over a connection's first request; at each further one it is closed without an answer, by a FIN or
        /// a reset.
        case closesWhenUsedAgain(resets: Bool)
        /// These bytes, in place of everything else; the connection is closed behind them.
        case verbatim([UInt8])
    }

    package var status: Int
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]
    package var framing: Framing
    package var pace: Pace

    package init(
        status: Int = 200, headers: [(name: String, value: String)] = [], body: [UInt8] = [],
        framing: Framing = .contentLength, pace: Pace = .atOnce
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.framing = framing
        self.pace = pace
    }

    /// A redirect to `location`, without a body.
    package static func redirect(to location: String, status: Int = 302) -> FakeAnswer {
        FakeAnswer(status: status, headers: [("Location", location)])
    }
}
