import Foundation
import NIOConcurrencyHelpers

@testable import Jobs

/// A folder for job files, removed with the value.
final class JobFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("jobs-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        // Whatever remains is left to the system to clean up.
        try? FileManager.default.removeItem(atPath: path)
    }

    var file: String { "\(path)/jobs.db" }
}

/// A time of day that does not change until a test sets it.
final class TestClock: Sendable {
    private let time = NIOLockedValueBox(Date(milliseconds: 1_700_000_000_000))

    var now: Date { time.withLockedValue { $0 } }

    func advance(by duration: Duration) { time.withLockedValue { $0 += duration / .seconds(1) } }

    var clock: JobClock { JobClock { self.now } }
}
