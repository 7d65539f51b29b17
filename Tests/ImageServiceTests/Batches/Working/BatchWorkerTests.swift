import Foundation
import ImageModel
import Jobs
import NIOConcurrencyHelpers
import TestSupport
import Testing

@testable import ImageService

@Suite(.timeLimit(.minutes(10))) struct BatchWorkerTests {
    @Test("every item is made, its files are where it says, and nothing else is left")
    func allDone() async throws {
        try await BatchBench.with { bench in
            let sources = try ScratchFolder()
            for number in 1...25 { try sources.write(BatchBench.picture(number), to: "\(number).jpg") }
            let id = try await bench.batch((1...25).map { "\(sources.path)/\($0).jpg" })
            let batch = try await bench.run(id)
            #expect(batch.state == .finished)
            #expect((batch.counts.done, batch.counts.renditions) == (25, 50))
            let renditions = try await bench.items(id).flatMap { $0.facts?.renditions ?? [] }
            #expect(renditions.map(\.path).sorted() == bench.outputs.files)
            for rendition in renditions {
                #expect(try bench.outputs.bytes(of: rendition.path).count == rendition.facts.byteCount)
            }
            #expect(Set(renditions.map(\.facts.size.width)) == [40, 20])
        }
    }

    @Test("temporary failures are tried again, permanent ones are not, and each has its code")
    func failures() async throws {
        try await BatchBench.with { bench in
            let picture = try BatchBench.picture(1)
            let answers: [String: FakeAnswer] = [
                "/missing.jpg": FakeAnswer(status: 404), "/ill.jpg": FakeAnswer(status: 503),
                "/text.jpg": FakeAnswer(body: Array("no picture".utf8)),
                "/cut.jpg": FakeAnswer(body: picture, pace: .closes(afterBytes: 100)),
                "/right.jpg": FakeAnswer(body: picture),
            ]
            try await FakeOrigin.with(answers: answers) { origin in
                let id = try await bench.batch(answers.keys.sorted().map { origin.url($0) }) { $0.maximumAttempts = 3 }
                let batch = try await bench.run(id)
                #expect(batch.state == .finished)
                #expect((batch.counts.done, batch.counts.failed, batch.counts.retries) == (1, 4, 4))
                #expect(
                    try await bench.store.failures(of: id) == [
                        "source.status.404": 1, "source.status.503": 1, "source.connectionLost": 1,
                        "render.notAnImage": 1,
                    ])
                #expect(origin.record.count("/missing.jpg") == 1)
                #expect(origin.record.count("/ill.jpg") == 3)
                #expect(origin.record.count("/cut.jpg") == 3)
                #expect(origin.record.count("/text.jpg") == 1)
            }
        }
    }

    @Test("a damaged source fails for good; where the operator has it shown, its files are made, and called damaged")
    func damaged() async throws {
        let picture = try BatchBench.picture(1)
        let sources = try ScratchFolder()
        try sources.write(Array(picture.prefix(picture.count / 2)), to: "cut.jpg")
        try sources.write(picture, to: "whole.jpg")
        let paths = ["cut", "whole"].map { "\(sources.path)/\($0).jpg" }
        try await BatchBench.with { bench in
            let id = try await bench.batch(paths)
            let batch = try await bench.run(id)
            #expect((batch.counts.done, batch.counts.failed, batch.counts.retries) == (1, 1, 0))
            #expect(try await bench.store.failures(of: id) == ["render.undecodable": 1])
            #expect(bench.outputs.files.count == 2)
        }
        try await BatchBench.with(damage: .show) { bench in
            let id = try await bench.batch(paths)
            #expect(try await bench.run(id).counts.done == 2)
            let items = try await bench.items(id)
            #expect(items.map { $0.facts?.renditions.map(\.facts.isDamaged) } == [[true, true], [false, false]])
        }
    }

    @Test("a source that is as it was is not fetched again; one that changed, or whose files are gone, is")
    func redo() async throws {
        try await BatchBench.with { bench in
            func answer(_ number: Int) throws -> FakeAnswer {
                FakeAnswer(headers: [("ETag", "\"\(number)\"")], body: try BatchBench.picture(number))
            }
            let answers = ["/a.jpg": try answer(1), "/b.jpg": try answer(2), "/c.jpg": try answer(3)]
            try await FakeOrigin.with(answers: answers) { origin in
                let sources = answers.keys.sorted().map { origin.url($0) }
                let first = try await bench.batch(sources)
                #expect(try await bench.run(first).counts.done == 3)
                origin.answer("/b.jpg", with: try answer(4))
                let gone = try await bench.items(first)[2].facts?.renditions[0].path ?? ""
                try FileManager.default.removeItem(atPath: "\(bench.outputs.path)/\(gone)")
                let second = try await bench.batch(sources)
                _ = try await bench.run(second)
                #expect(try await bench.items(second).map(\.state) == [.skipped, .done, .done])
                #expect(origin.record.requests.filter { $0.header("If-None-Match") == "\"1\"" }.count == 1)
                #expect(
                    try await bench.items(second)[0].facts?.renditions == bench.items(first)[0].facts?.renditions)
                #expect(bench.outputs.files.contains(gone))
                let forced = try await bench.batch(sources) { $0.isForced = true }
                #expect(try await bench.run(forced).counts.done == 3)
            }
        }
    }

    @Test("a file that was not touched is skipped, and one that was is made again")
    func redoFiles() async throws {
        try await BatchBench.with { bench in
            let sources = try ScratchFolder()
            for number in 1...2 { try sources.write(BatchBench.picture(number), to: "\(number).jpg") }
            let paths = (1...2).map { "\(sources.path)/\($0).jpg" }
            _ = try await bench.run(try await bench.batch(paths))
            try sources.write(BatchBench.picture(9), to: "2.jpg")
            let second = try await bench.batch(paths)
            _ = try await bench.run(second)
            #expect(try await bench.items(second).map(\.state) == [.skipped, .done])
        }
    }

    @Test("two sources that would be one file: the first has it, the other fails and says whose it is")
    func collision() async throws {
        try await BatchBench.with { bench in
            let sources = try ScratchFolder()
            for number in 1...2 { try sources.write(BatchBench.picture(number), to: "\(number)/same.jpg") }
            let id = try await bench.batch(
                (1...2).map { "\(sources.path)/\($0)/same.jpg" }, template: "{stem}-{width}.{ext}")
            let batch = try await bench.run(id)
            #expect((batch.counts.done, batch.counts.failed) == (1, 1))
            let items = try await bench.items(id)
            let (done, failed) = (items.first { $0.state == .done }, items.first { $0.state == .failed })
            #expect(failed?.cause?.code == "storage.collision")
            #expect(failed?.cause?.message.contains("line \(done?.line ?? 0)") == true)
        }
    }

    @Test("columns, folders and stems of the list stand in the names")
    func columns() async throws {
        try await BatchBench.with { bench in
            let sources = try ScratchFolder()
            try sources.write(BatchBench.picture(1), to: "x.jpg")
            let item = NewItem(
                source: "\(sources.path)/x.jpg", line: 1,
                values: ["sku": "../7", "dir": "shoes/red", "stem": "left"])
            let id = try await bench.batch([item], template: "{dir}/{sku}/{stem}-{width}.{ext}")
            #expect(try await bench.run(id).counts.done == 1)
            #expect(bench.outputs.files == ["shoes/red/_._7/left-20.jpg", "shoes/red/_._7/left-40.jpg"])
        }
    }

    @Test("a run that is cancelled gives back what it has, and leaves no temporary file")
    func cancelled() async throws {
        try await BatchBench.with { bench in
            let picture = try BatchBench.picture(1)
            try await FakeOrigin.with(answers: ["/": FakeAnswer(body: picture, pace: .stallsBeforeHead)]) { origin in
                let stalls = (1...5).map { "/\($0).jpg" }
                for path in stalls { origin.answer(path, with: FakeAnswer(body: picture, pace: .stallsBeforeHead)) }
                let id = try await bench.batch(stalls.map { origin.url($0) })
                let run = Task { try await bench.run(id) }
                try await origin.wait { $0.requests.count == 5 }
                #expect(try await bench.store.batch(id).counts.running == 5)
                run.cancel()
                _ = await run.result
                let counts = try await bench.store.batch(id).counts
                #expect((counts.running, counts.waiting) == (0, 5))
                #expect(try await bench.items(id).allSatisfy { $0.attempts == 0 && $0.losses == 0 })
                #expect(bench.outputs.files.isEmpty)
            }
        }
    }

    @Test("outputs that cannot be written pause the batch, and the items are as good as they were")
    func unwritable() async throws {
        try await BatchBench.with { bench in
            let picture = try BatchBench.picture(1)
            try await FakeOrigin.with { origin in
                origin.answer("/1.jpg", with: FakeAnswer(body: picture, pace: .stallsBeforeHead))
                let id = try await bench.batch([origin.url("/1.jpg")])
                let notices = NIOLockedValueBox(0)
                let run = Task {
                    try await bench.run(id) { $0.notice = { _ in notices.withLockedValue { $0 += 1 } } }
                }
                try await origin.wait { $0.requests.count == 1 }
                try FileManager.default.removeItem(atPath: bench.outputs.path)
                origin.releaseStalls()
                let batch = try await run.value
                #expect(batch.state == .paused)
                #expect(batch.pauseReason?.code == "storage.writeFailed")
                #expect((batch.counts.waiting, batch.counts.running) == (1, 0))
                #expect(notices.withLockedValue { $0 } == 1)
            }
        }
    }

    @Test("a host is asked by no more than its number at once")
    func politeness() async throws {
        try await BatchBench.with { bench in
            let picture = try BatchBench.picture(1)
            try await FakeOrigin.with { origin in
                for number in 1...12 {
                    origin.answer("/\(number).jpg", with: FakeAnswer(body: picture, pace: .trickles(milliseconds: 0)))
                }
                let id = try await bench.batch((1...12).map { origin.url("/\($0).jpg") })
                let batch = try await bench.run(id) { $0.fetchesPerHost = 2 }
                #expect(batch.counts.done == 12)
                #expect(origin.record.mostOpenConnections <= 2)
            }
        }
    }

    @Test("a batch whose items fail too often pauses, and names the share")
    func failureLimit() async throws {
        try await BatchBench.with { bench in
            let id = try await bench.batch((1...400).map { "/no/such/file/\($0).jpg" }) {
                $0.failureLimit = .init(share: 0.2, minimumItems: 10)
            }
            let batch = try await bench.run(id)
            #expect(batch.state == .paused)
            #expect(batch.pauseReason?.code == "batch.failureLimit")
        }
    }

    @Test("several workers on one job file make each item once")
    func twoWorkers() async throws {
        try await BatchBench.with { bench in
            let sources = try ScratchFolder()
            for number in 1...60 { try sources.write(BatchBench.picture(number), to: "\(number).jpg") }
            let id = try await bench.batch((1...60).map { "\(sources.path)/\($0).jpg" })
            async let first = bench.run(id) { $0.worker = "a" }
            async let second = bench.run(id) { $0.worker = "b" }
            #expect(try await [first.state, second.state] == [.finished, .finished])
            for item in try await bench.items(id) {
                #expect(try await bench.store.log(of: item.id).filter { $0.event == .done }.count == 1)
            }
        }
    }
}
