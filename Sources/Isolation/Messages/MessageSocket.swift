import CSandbox
import Glibc

/// Messages over a connected stream socket, written by `MessageWriter`. Each end waits for the other's answer, so
/// nothing can follow a message.
struct MessageSocket: Sendable {
    /// Anything longer is not a message.
    private static let maximumBytes = 16 << 20
    /// Nearly all messages are shorter, and are read with one call.
    private static let usualBytes = 16 << 10

    /// Works like `write`.
    typealias Writer = @Sendable (_ socket: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int

    let descriptor: Int32
    private let write: Writer

    /// `write` may refuse to block (`EAGAIN`); the caller keeps ownership of the socket.
    init(_ descriptor: Int32, write: @escaping Writer) {
        self.descriptor = descriptor
        self.write = write
    }

    /// - Throws: `ended` if the other end is closed; `outOfTime`, `interrupted`, `malformed`.
    func send(_ message: some Encodable, _ patience: Patience) throws(IsolationError) {
        let bytes = try MessageWriter.bytes(of: message)
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { buffer -> Int in
                guard let base = buffer.baseAddress else { return 0 }
                return write(descriptor, base + sent, bytes.count - sent)
            }
            if count > 0 {
                sent += count
            } else if errno == EAGAIN {
                try wait(writing: true, patience)
            } else if errno != EINTR {
                throw Self.ended
            }
        }
    }

    /// - Throws: `ended` if the other end is closed; `outOfTime`, `interrupted`, `malformed`.
    func receive<Message: Decodable>(
        _ type: Message.Type, _ patience: Patience
    ) throws(IsolationError) -> Message {
        var bytes: [UInt8] = []
        while bytes.count < MessageWriter.prefixBytes { try receive(into: &bytes, Self.usualBytes, patience) }
        let prefix = bytes[..<MessageWriter.prefixBytes]
        let length = prefix.reversed().reduce(0) { $0 << 8 | Int($1) }
        guard length <= Self.maximumBytes else {
            throw IsolationError(.malformed, "A message of \(length) bytes is too long.")
        }
        let count = MessageWriter.prefixBytes + length
        while bytes.count < count { try receive(into: &bytes, count - bytes.count, patience) }
        guard bytes.count == count else {
            throw IsolationError(.malformed, "There are unexpected bytes after a message.")
        }
        return try MessageReader.message(type, from: bytes[MessageWriter.prefixBytes...])
    }

    /// Waits for some bytes, at most `count`, and appends them.
    private func receive(into bytes: inout [UInt8], _ count: Int, _ patience: Patience) throws(IsolationError) {
        // If the wait has no limit, it can happen in `read`.
        if !patience.isEndless { try wait(writing: false, patience) }
        var (error, part) = (Int32(0), 0)
        let chunk = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            guard let base = buffer.baseAddress else { return }
            part = read(descriptor, base, count)
            error = errno
            filled = max(part, 0)
        }
        guard part > 0 || (part < 0 && (error == EINTR || error == EAGAIN)) else { throw Self.ended }
        if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
    }

    private func wait(writing: Bool, _ patience: Patience) throws(IsolationError) {
        while true {
            let ready = sb_wait(descriptor, writing, patience.milliseconds)
            if ready > 0 { return }
            if ready < 0, errno != EINTR { throw Self.ended }
            try patience.check()
        }
    }

    private static var ended: IsolationError { IsolationError(.ended, "The other end is closed.") }
}
