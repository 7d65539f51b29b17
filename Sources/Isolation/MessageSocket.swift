import CSandbox
import Foundation
import Glibc

/// Messages over a connected stream socket: four bytes that say how long it is, the least first, then JSON.
struct MessageSocket: Sendable {
    /// More is no message.
    private static let maximumBytes = 16 << 20

    /// Like `write`.
    typealias Writer = @Sendable (_ socket: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int

    let descriptor: Int32
    private let write: Writer

    /// `write` may refuse to wait (`EAGAIN`); the socket stays the caller's.
    init(_ descriptor: Int32, write: @escaping Writer) {
        self.descriptor = descriptor
        self.write = write
    }

    /// - Throws: `ended` when the other end is closed; `outOfTime`, `interrupted`, `malformed`.
    func send(_ message: some Encodable, _ patience: Patience) throws(IsolationError) {
        let payload: Data
        do {
            payload = try JSONEncoder().encode(message)
        } catch {
            throw IsolationError(.malformed, "A message cannot be written: \(error)")
        }
        var bytes = (0..<4).map { UInt8(truncatingIfNeeded: payload.count >> (8 * $0)) }
        bytes.append(contentsOf: payload)
        try send(bytes, patience)
    }

    /// - Throws: `ended` when the other end is closed; `outOfTime`, `interrupted`, `malformed`.
    func receive<Message: Decodable>(
        _ type: Message.Type, _ patience: Patience
    ) throws(IsolationError) -> Message {
        let count = try receive(bytes: 4, patience).reversed().reduce(0) { $0 << 8 | Int($1) }
        guard count <= Self.maximumBytes else { throw IsolationError(.malformed, "A message of \(count) bytes.") }
        let payload = try receive(bytes: count, patience)
        do {
            return try JSONDecoder().decode(type, from: Data(payload))
        } catch {
            throw IsolationError(.malformed, "A message cannot be read: \(error)")
        }
    }

    private func send(_ bytes: [UInt8], _ patience: Patience) throws(IsolationError) {
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

    private func receive(bytes count: Int, _ patience: Patience) throws(IsolationError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var received = 0
        while received < count {
            try wait(writing: false, patience)
            let part = bytes.withUnsafeMutableBytes { buffer -> Int in
                guard let base = buffer.baseAddress else { return 0 }
                return read(descriptor, base + received, count - received)
            }
            if part > 0 {
                received += part
            } else if part == 0 || (errno != EINTR && errno != EAGAIN) {
                throw Self.ended
            }
        }
        return bytes
    }

    private func wait(writing: Bool, _ patience: Patience) throws(IsolationError) {
        while true {
            let ready = sb_wait(descriptor, writing, patience.milliseconds)
            if ready > 0 { return }
            if ready < 0, errno != EINTR { throw Self.ended }
            try patience.check()
        }
    }

    private static var ended: IsolationError { IsolationError(.ended, "The other end is gone.") }
}
