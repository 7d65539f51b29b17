import Codecs
import Foundation
import ImageModel
import Rendering
import TestSupport
import Testing

@testable import Isolation

/// Decoders under an attacker's control: each deed fails one request.
@Suite(.computing, .timeLimit(.minutes(10)), .serialized) struct HostileWorkerTests {
    private static let good = Result { try RepositoryFiles.fixture("jpeg/baseline.jpg") }

    @Test(
        "a forbidden action in a worker fails one request, and the next is served",
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

    @Test("a worker that never finishes is killed at its time limit", arguments: ["spin", "sleep"])
    func endless(name: String) async throws {
        let hostile = try hostilePicture(name)
        try await withEngine {
            $0.timeLimit = .milliseconds(1500)
        } _: { engine in
            do throws(RenderError) {
                _ = try engine.header(of: hostile)
                Issue.record("It was read.")
            } catch {
                #expect(error.code == .overLimit)
                #expect(error.message.contains("the limit is 0.5 s (a third of worker-timeout)"))
                #expect(error.message.contains("It was stopped after"))
            }
            #expect(engine.workers.ended == [.overdue: 1])
        }
    }

    @Test("a worker that nobody kills ends by itself at its time limit", arguments: ["spin", "sleep"])
    func endsItself(name: String) async throws {
        let hostile = try hostilePicture(name)
        try await withEngine {
            $0.timeLimit = .seconds(3600)
            $0.graceTime = .seconds(-3599.5)
        } _: { engine in
            #expect(failure { () throws(RenderError) in try engine.header(of: hostile) } == .overLimit)
            #expect(engine.workers.ended == [.overdue: 1])
        }
    }

    @Test("a worker that the clock doesn't end is ended when it has computed for long enough")
    func endsAtItsCPUTime() async throws {
        let hostile = try hostilePicture("compute")
        try await withEngine {
            $0.timeLimit = .seconds(3600)
            $0.graceTime = .seconds(-3599.5)
        } _: { engine in
            #expect(failure { () throws(RenderError) in try engine.header(of: hostile) } == .overLimit)
            #expect(engine.workers.ended == [.overdue: 1])
        }
    }

    @Test("a source that ended a worker is refused at once, and others are not")
    func remembered() async throws {
        let (good, hostile) = (try Self.good.get(), try hostilePicture("crash"))
        try await withEngine { engine in
            let first = failure { () throws(RenderError) in try engine.header(of: hostile) }
            #expect(first == .undecodable)
            do throws(RenderError) {
                _ = try engine.header(of: hostile)
                Issue.record("It was read.")
            } catch {
                #expect(error.code == .undecodable)
                #expect(error.message.contains("worker-memory: 512 MiB"))
                #expect(error.message.contains("it will be tried again in"))
            }
            #expect(engine.workers.ended == [.crashed: 1])
            _ = try engine.header(of: good)
        }
    }

    @Test("a worker gets no more memory than its work plus a margin, however high the limit")
    func memoryOfWork() async throws {
        let hostile = try hostilePicture("allocate")
        try await withEngine {
            $0.memoryBytes = 16 << 30
        } _: { engine in
            do throws(RenderError) {
                _ = try engine.header(of: hostile)
                Issue.record("It was read.")
            } catch {
                let used = error.message.firstMatch(of: /had used up to (\d+) MiB/).flatMap { Int($0.1) }
                #expect((100..<1000).contains(used ?? 0), "\(error.message)")
            }
            #expect(engine.workers.ended == [.crashed: 1])
        }
    }

    @Test("what workers hold beyond what was expected is looked at while they work")
    func memoryOfAll() async throws {
        // For a long source, more address space is allowed than all workers together may hold.
        let rest = [UInt8](repeating: 0, count: 40 << 20) + Array("hostile:allocate\n".utf8)
        let source = try hostilePicture("none") + rest
        try await withEngine {
            ($0.memoryBytes, $0.slots) = (16 << 30, 2)
        } _: { engine in
            do throws(RenderError) {
                _ = try engine.header(of: source)
                Issue.record("It was read.")
            } catch {
                let used = error.message.firstMatch(of: /had used up to (\d+) MiB/).flatMap { Int($0.1) }
                #expect((200..<700).contains(used ?? 0), "\(error.message)")
            }
            #expect(engine.workers.ended == [.crashed: 1])
        }
    }

    @Test("a worker is killed when nobody is waiting for it any more")
    func interrupted() async throws {
        let hostile = try hostilePicture("spin")
        try await withEngine { engine in
            _ = try engine.header(of: Self.good.get())
            let interruption = Interruption()
            interruption.request()
            let code = failure { () throws(RenderError) in try engine.header(of: hostile, interruption: interruption) }
            #expect(code == .interrupted)
            #expect(engine.workers.ended == [.cancelled: 1])
            // The next one exists already.
            #expect(engine.workers.running == 1)
            _ = try engine.header(of: Self.good.get())
            #expect(engine.workers.started == 2)
        }
    }

    @Test("a worker that nobody waits for while it starts is available to the next request")
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

    @Test("other renders are not affected by one that crashes")
    func others() async throws {
        let (good, hostile) = (try Self.good.get(), try hostilePicture("crash"))
        try await withEngine {
            $0.refusalTime = .zero
        } _: { engine in
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
