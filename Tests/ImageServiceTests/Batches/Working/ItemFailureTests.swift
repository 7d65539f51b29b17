import Jobs
import Rendering
import Sources
import Storage
import Testing

@testable import ImageService

@Suite struct ItemFailureTests {
    private func kind(_ error: ServiceError) -> String {
        switch ItemFailure(error) {
        case .permanent(let cause): "permanent \(cause.code)"
        case .temporary(let cause, _): "temporary \(cause.code)"
        case .batch(let cause): "batch \(cause.code)"
        case .cancelled: "cancelled"
        }
    }

    @Test(
        "an origin's status decides whether to try again",
        arguments: [(404, false), (403, false), (410, false), (408, true), (429, true), (500, true), (503, true)])
    func statuses(_ status: Int, _ isTemporary: Bool) {
        let error = ServiceError.source(SourceError(.status(status), "No."))
        #expect(kind(error) == (isTemporary ? "temporary" : "permanent") + " source.status.\(status)")
    }

    @Test("Retry-After is handed on")
    func retryAfter() {
        let error = SourceError(.status(429), "No.", retryAfter: .seconds(7))
        guard case .temporary(_, let delay) = ItemFailure(.source(error)) else {
            Issue.record("not temporary")
            return
        }
        #expect(delay == .seconds(7))
    }

    @Test("what the network does passes, what a picture is stays, and what the disk does is the batch's affair")
    func others() {
        #expect(kind(.source(SourceError(.timedOut, ""))) == "temporary source.timedOut")
        #expect(kind(.source(SourceError(.connectFailed, ""))) == "temporary source.connectFailed")
        #expect(kind(.source(SourceError(.malformedAnswer, ""))) == "temporary source.malformedAnswer")
        #expect(kind(.source(SourceError(.badAnswer, ""))) == "permanent source.badAnswer")
        #expect(kind(.source(SourceError(.badCertificate, ""))) == "permanent source.badCertificate")
        #expect(kind(.source(SourceError(.tooLarge, ""))) == "permanent source.tooLarge")
        #expect(kind(.render(RenderError(.undecodable, ""))) == "permanent render.undecodable")
        #expect(kind(.needsMemory(bytes: 2, allowed: 1)) == "permanent memory.neverFits")
        #expect(kind(.storage(StorageError(.noSpace, ""))) == "batch storage.noSpace")
        #expect(kind(.storage(StorageError(.notPermitted, ""))) == "batch storage.notPermitted")
        #expect(kind(.storage(StorageError(.collision, ""))) == "permanent storage.collision")
        #expect(kind(.storage(StorageError(.unavailable, ""))) == "temporary storage.unavailable")
        #expect(kind(.cancelled) == "cancelled")
    }
}
