import Foundation
import TestSupport
import Testing

@testable import Profiling

// Tests wait for one another: a process has only one profiler of each kind.
@Suite(.measuring, .timeLimit(.minutes(10))) struct RecorderTests {
    @Test("A recording with a duration ends by itself, and is available to the folder's next recorder")
    func endsAndStays() async throws {
        try await ProfilerTurn.withTurn {
            let folder = try ScratchFolder()
            let recorder = try Recorder(folder: folder.path)
            var request = RecordingRequest(.cpu)
            request.duration = .milliseconds(1)
            let id = try await recorder.start(request).id
            let ended = try await recorder.stop(id)
            #expect(!ended.isRunning && ended.files.count == 1 && ended.ended != nil)
            let next = try Recorder(folder: folder.path)
            #expect(try await next.recording(id) == ended)
            #expect(!(try await next.file(ended.files[0].name, of: id)).isEmpty)
        }
    }

    @Test("A folder of another user, or a file, is refused")
    func refusesFolder() throws {
        let folder = try ScratchFolder()
        try folder.write([1], to: "file")
        try folder.link("link", to: folder.path)
        for name in ["file", "link", "none/deeper"] {
            #expect { try RecordingFolder(path: folder.path + "/" + name) } throws: {
                ($0 as? ProfilingError)?.code == .systemCall
            }
        }
    }

    @Test("The oldest recordings are deleted if there are too many or too many bytes; a running one stays")
    func surplus() throws {
        var folder = try RecordingFolder(path: try ScratchFolder().path + "-r")
        defer { _ = rmdir(folder.path) }
        folder.maximumRecordings = 3
        folder.maximumBytes = 1000
        let recordings = (0..<5).map { index in
            Recording(
                id: "\(index)", kind: .heap, isRunning: false, began: Int64(index),
                files: [Recording.File(name: "\(index)", bytes: 300, reason: "end")])
        }
        #expect(folder.surplus(recordings).map(\.id) == ["0", "1"])
        folder.maximumBytes = 500
        #expect(folder.surplus(recordings).map(\.id) == ["0", "1", "2", "3"])
        var running = recordings
        running[0].isRunning = true
        #expect(folder.surplus(running).isEmpty)
    }

    @Test("A snapshot is due after each interval, and whenever a threshold is crossed upwards")
    func watch() {
        let start = ContinuousClock.now
        var request = RecordingRequest(.heap)
        request.snapshotInterval = .seconds(10)
        request.snapshotAboveBytes = 100
        request.snapshotOverLimit = true
        var watch = SnapshotWatch(request, start: start)
        func reason(_ seconds: Int, bytes: Int, times: Int = 0) -> String? {
            watch.reason(timesOverLimit: { times }, residentBytes: { bytes }, now: start + .seconds(seconds))
        }
        #expect(reason(1, bytes: 50) == nil)
        #expect(reason(2, bytes: 101) == "memory")
        #expect(reason(3, bytes: 200) == nil)
        #expect(reason(4, bytes: 50) == nil)
        #expect(reason(5, bytes: 101) == "memory")
        #expect(reason(10, bytes: 101) == "interval")
        #expect(reason(11, bytes: 101, times: 1) == "limit")
        #expect(reason(12, bytes: 101, times: 1) == nil)
        #expect(reason(13, bytes: 101, times: 3) == "limit")
    }

    @Test(
        "A running recording watches the process's memory and the server's limit",
        arguments: [("memory", 1), ("limit", nil)])
    func looks(_ reason: String, _ threshold: Int?) async throws {
        try await ProfilerTurn.withTurn {
            let folder = try ScratchFolder()
            let times = Locked(0)
            let recorder = try Recorder(folder: folder.path) { times.with { $0 } }
            var request = RecordingRequest(.cpu)
            request.snapshotAboveBytes = threshold
            request.snapshotOverLimit = threshold == nil
            let id = try await recorder.start(request).id
            try await eventually {
                times.with { $0 += 1 }
                return try await !recorder.recording(id).files.isEmpty
            }
            let ended = try await recorder.stop(id)
            #expect(ended.files.first?.reason == reason && ended.files.last?.reason == "end")
        }
    }
}
