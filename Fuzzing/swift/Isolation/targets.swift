import ImageModel
import Rendering

/// Messages between the server and its workers, which may be anybody once a codec was taken over.
let fuzzTargets: FuzzTargets = ["messages": fuzzMessages]

@Sendable func fuzzMessages(_ bytes: [UInt8]) {
    check(WorkerReply.self, bytes)
    check(WorkerRequest.self, bytes)
}

/// What is read can be written, and is then read as the same: its bytes tell, as not all of it can be compared.
private func check<Message: Codable>(_ type: Message.Type, _ bytes: [UInt8]) {
    guard let message = try? MessageReader.message(type, from: bytes[...]) else { return }
    guard let written = try? MessageWriter.bytes(of: message) else { return }
    guard let again = try? MessageReader.message(type, from: written.dropFirst(MessageWriter.prefixBytes)) else {
        fatalError("what was written can't be read")
    }
    guard let rewritten = try? MessageWriter.bytes(of: again), rewritten.count == written.count else {
        fatalError("written once more, it is not the same")
    }
}
