import NIOCore
import TestSupport
import Testing

@testable import Sources

@Suite(.timeLimit(.minutes(10))) struct ResponseHeadGuardTests {
    private static let body = [UInt8](repeating: 5, count: 300_000)

    private static func code(headers: [(name: String, value: String)]) async throws -> SourceError.Code? {
        let answer = FakeAnswer(headers: headers, body: body)
        return try await FakeOrigin.with(answers: ["/a": answer]) { origin in
            try await withSourceReader { reader in
                do throws(SourceError) {
                    let content = try await reader.read(origin.url("/a"))
                    #expect(content.bytes == body)
                    return nil
                } catch {
                    return error.code
                }
            }
        }
    }

    @Test("one long field is refused")
    func longField() async throws {
        let code = try await Self.code(headers: [("X-Long", String(repeating: "a", count: 66_000))])
        #expect(code == .malformedAnswer)
    }

    @Test("fields that are long together are refused")
    func manyFields() async throws {
        let fields = (0..<100).map { (name: "X-\($0)", value: String(repeating: "b", count: 700)) }
        let code = try await Self.code(headers: fields)
        #expect(code == .malformedAnswer)
    }

    @Test("a long head below the limit is no hindrance, nor is a body that is longer than the limit")
    func longBody() async throws {
        let fields = (0..<60).map { (name: "X-\($0)", value: String(repeating: "c", count: 900)) }
        let code = try await Self.code(headers: fields)
        #expect(code == nil)
    }
}
