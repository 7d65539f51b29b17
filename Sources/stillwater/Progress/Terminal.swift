import Foundation

/// Properties of the terminal connected to one of the process's streams.
struct Terminal: Sendable {
    private let descriptor: Int32
    private let environment: [String: String]

    /// The stream that carries progress and messages.
    static let standardError = Terminal(descriptor: STDERR_FILENO)
    /// The stream that carries results.
    static let standardOutput = Terminal(descriptor: STDOUT_FILENO)

    init(descriptor: Int32, environment: [String: String] = ProcessInfo.processInfo.environment) {
        self.descriptor = descriptor
        self.environment = environment
    }

    /// Whether a person is watching and a line can be redrawn. False for a pipe, a file, or `TERM=dumb`.
    var redrawsLines: Bool {
        isatty(descriptor) == 1 && environment["TERM"] != "dumb"
    }

    /// The width: as reported by the terminal, else `COLUMNS`, else 80.
    var columns: Int {
        var size = winsize()
        if ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
        guard let columns = environment["COLUMNS"].flatMap(Int.init), columns > 0 else { return 80 }
        return columns
    }

    /// Writes all of `text`, waiting as long as the reader needs; returns whether it was written.
    ///
    /// For progress the result does not matter; if results cannot be written, the run has failed.
    @discardableResult
    func write(_ text: String) -> Bool { write(Array(text.utf8)) }

    /// The same for bytes.
    @discardableResult
    func write(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                // Another process that shares the stream has made it non-blocking.
                var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&request, 1, -1)
            } else if errno != EINTR {
                return false
            }
        }
        return true
    }
}
