import Codecs
import Foundation
import ImageModel
import Rendering
import TestSupport
import Testing

@testable import Isolation

/// Decoders that are somebody else's: each deed costs one request.
@Suite(.computing, .timeLimit(.minutes(10)), .serialized) struct HostileWorkerTests {
    private static let good = Result { try RepositoryFiles.fixture("jpeg/baseline.jpg") }

    @Test(
        "what a worker must not do costs one request, and the next is served",
        arguments: [
            ("crash", .crashed), ("abort", .crashed), ("signal", .forbidden), ("exit", .crashed),
            ("allocate", .crashed), ("read-file", .crashed), ("read-process", .crashed), ("write-file", .crashed),
            ("write-output", .crashed), ("remove-file", .crashed), ("socket", .forbidden),
            ("start-process", .crashed), ("become-program", .forbidden), ("lie", .malformed),
        ] as [(String, WorkerCounts.Cause)])
    func deed(name: String, cause: WorkerCounts.Cause) async throws {
        let hostile = try hostilePicture(name)
        try await withEngine {
            $0.memoryBytes = 256 << 20
        } _: { engine in
            #expect(failure { () throws(RenderError) in try engine.header(of: hostile) } == .undecodable)
            #expect(engine.workers.failed == 1)
            let next = try engine.files(of: Self.good.get())
            #expect(next.map(\.format) == [.png])
            #expect(engine.workers.ended == [cause: 1])
            #expect(engine.workers.started == 2)
            #expect(engine.workers.running == 1)
            #expect(engine.workers.idle == 1)
        }
        #expect(!FileManager.default.fileExists(atPath: "/tmp/stillwater-hostile"))
    }

    @Test("a worker that never ends is ended at its time", arguments: ["spin", "sleep"])
    func endless(name: String) async throws {
        let hostile = try hostilePicture(name)
        try await withEngine {
            $0.timeLimit = .milliseconds(500)
        } _: { engine in
            #expect(failure { () throws(RenderError) in try engine.header(of: hostile) } == .overLimit)
            #expect(engine.workers.ended == [.overdue: 1])
        }
    }

    @Test("a worker is ended when nobody waits for it any more")
    func interrupted() async throws {
        let hostile = try hostilePicture("spin")
        try await withEngine { engine in
            _ = try engine.header(of: Self.good.get())
            let interruption = Interruption()
            interruption.request()
            let code = failure { () throws(RenderError) in try engine.header(of: hostile, interruption: interruption) }
            #expect(code == .interrupted)
            #expect(engine.workers.ended == [.cancelled: 1])
            // The next one is there already.
            #expect(engine.workers.running == 1)
            _ = try engine.header(of: Self.good.get())
            #expect(engine.workers.started == 2)
        }
    }

    @Test("a worker that nobody waits for while it starts is there for the next")
    func interruptedStart() async throws {
        let good = try Self.good.get()
        try await withEngine { engine in
            let interruption = Interruption()
            interruption.request()
            let code = failure { () throws(RenderError) in try engine.header(of: good, interruption: interruption) }
            #expect(code == .interrupted)
            _ = try engine.header(of: good)
            #expect(engine.workers.started == 1)
            #expect(engine.workers.ended.isEmpty)
        }
    }

    @Test("other renders notice nothing of one that crashes")
    func others() async throws {
        let (good, hostile) = (try Self.good.get(), try hostilePicture("crash"))
        try await withEngine { engine in
            await withTaskGroup(of: Bool.self) { group in
                for number in 0..<12 {
                    group.addTask {
                        let bytes = number.isMultiple(of: 3) ? hostile : good
                        let code = failure { () throws(RenderError) in try engine.files(of: bytes) }
                        return code == (number.isMultiple(of: 3) ? .undecodable : nil)
                    }
                }
                for await isRight in group { #expect(isRight) }
            }
            #expect(engine.workers.failed == 4)
        }
    }
}
