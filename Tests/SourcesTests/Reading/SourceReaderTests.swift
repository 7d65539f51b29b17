import Logging
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import TestSupport
import Testing

@testable import Sources

/// Runs `body` with a reader that may dial loopback addresses, unless `change` says otherwise.
func withSourceReader<Value>(
    resolver: HostResolver? = nil, _ change: (inout SourceConfiguration) -> Void = { _ in },
    _ body: (SourceReader) async throws -> Value
) async throws -> Value {
    var configuration = SourceConfiguration()
    configuration.addressPolicy.allowsPrivate = true
    // Not a test's to reach, however busy the machine is.
    configuration.totalTimeout = .seconds(600)
    change(&configuration)
    let reader = try SourceReader(
        configuration: configuration, eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, resolver: resolver)
    do {
        let value = try await body(reader)
        await reader.shutDown()
        return value
    } catch {
        await reader.shutDown()
        throw error
    }
}

extension SourceReader {
    /// What `text` names, with memory for everything.
    func read(_ text: String) async throws(SourceError) -> SourceContent {
        try await read(SourceReference(parsing: text)) { _ in }
    }
}

@Suite(.timeLimit(.minutes(10))) struct SourceReaderTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    @Test("a local source gives its bytes and reserves their number")
    func local() async throws {
        try directory.file("a/b c.jpg", [1, 2, 3])
        let reserved = NIOLockedValueBox<[Int]>([])
        let content = try await withSourceReader {
            $0.roots = [directory.path]
        } _: { reader in
            try await reader.read(try SourceReference(parsing: "local:///a/b%20c.jpg")) { bytes in
                reserved.withLockedValue { $0.append(bytes) }
            }
        }
        #expect(content.bytes == [1, 2, 3])
        #expect(content.name == "b c.jpg")
        #expect(content.capacityBytes == 3)
        #expect(reserved.withLockedValue { $0 } == [3])
    }

    @Test("a file of the command line needs no root")
    func file() async throws {
        try directory.file("a.jpg", [9])
        let content = try await withSourceReader { reader in
            try await reader.read(.file(path: directory.path + "/a.jpg")) { _ in }
        }
        #expect(content.bytes == [9])
    }

    @Test(
        "unusable local sources are refused with their code",
        arguments: [
            ("local:///%2e%2e/a", SourceError.Code.notPermitted), ("local:///empty", .empty),
            ("local:///large", .tooLarge),
            ("local:///none", .notFound), ("local:///dir", .notAFile),
        ])
    func refusals(text: String, code: SourceError.Code) async throws {
        try directory.file("empty", [])
        try directory.file("large", [UInt8](repeating: 0, count: 11))
        try directory.folder("dir")
        try await withSourceReader {
            $0.roots = [directory.path]
            $0.maximumBytes = 10
        } _: { reader in
            let error = await #expect(throws: SourceError.self) { try await reader.read(text) }
            #expect(error?.code == code)
        }
    }

    @Test("a refused reservation comes back as the cause")
    func refusedReservation() async throws {
        struct Full: Error {}
        try directory.file("a", [1])
        try await withSourceReader {
            $0.roots = [directory.path]
        } _: { reader in
            let error = await #expect(throws: SourceError.self) {
                try await reader.read(.local(path: "a")) { _ in throw Full() }
            }
            #expect(error?.code == .reservationRefused)
            #expect(error?.cause is Full)
        }
    }

    @Test("a root that does not exist is refused at the start")
    func badRoot() async throws {
        await #expect(throws: SourceError.self) {
            try await withSourceReader {
                $0.roots = ["/no/such/root"]
            } _: { _ in
            }
        }
    }

    @Test("no more fetches run at once than configured")
    func concurrency() async throws {
        let answer = FakeAnswer(body: [1], pace: .stallsBeforeHead)
        try await FakeOrigin.with(answers: ["/a": answer]) { origin in
            try await withSourceReader {
                $0.maximumConcurrentFetches = 2
            } _: { reader in
                let url = origin.url("/a")
                try await withThrowingTaskGroup(of: SourceContent.self) { group in
                    for _ in 0..<10 { group.addTask { try await reader.read(url) } }
                    try await origin.wait { $0.requests.count == 2 }
                    origin.releaseStalls()
                    for try await content in group { #expect(content.bytes == [1]) }
                }
            }
            #expect(origin.record.mostOpenConnections <= 2)
            #expect(origin.record.requests.count == 10)
        }
    }

    @Test("after the end nothing is fetched")
    func shutDown() async throws {
        try await withSourceReader { reader in
            await reader.shutDown()
            let error = await #expect(throws: SourceError.self) { try await reader.read("http://127.0.0.1:1/") }
            #expect(error?.code == .cancelled)
        }
    }

    @Test("the end of the reader ends a fetch that runs")
    func shutDownDuringFetch() async throws {
        try await FakeOrigin.with(answers: ["/a": FakeAnswer(body: [1], pace: .stallsBeforeHead)]) { origin in
            try await withSourceReader { reader in
                let url = origin.url("/a")
                let task = Task { try await reader.read(url) }
                try await origin.wait { $0.requests.count == 1 }
                await reader.shutDown()
                let error = await #expect(throws: SourceError.self) { try await task.value }
                #expect(error?.code == .cancelled)
            }
        }
    }
}
