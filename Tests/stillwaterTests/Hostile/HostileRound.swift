import AsyncHTTPClient
import Foundation
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import TestSupport

/// Some hostile requests at once, and ordinary ones beside them for as long as one of those runs.
struct HostileRound: Sendable {
    let server: ServingProcess

    /// What became of a hostile request.
    struct Hostile: Sendable {
        let name: String
        /// `nil` when it was not answered.
        let status: UInt?
        let time: Duration
        /// Ordinary requests that were answered meanwhile.
        let goodMeanwhile: Int
    }

    struct Outcome: Sendable {
        var hostile: [Hostile] = []
        /// What went wrong with ordinary requests.
        var faults: [String] = []
        var slowestGood = Duration.zero
        /// The most that the server and its workers held at once.
        var peakBytes = 0
    }

    private struct State {
        var good = 0
        var running: Int
        var outcome = Outcome()
    }

    private let state: NIOLockedValueBox<State>
    private let requests: [(name: String, target: String)]
    private let number: Int

    /// `number` tells the round from others, so that no two ask for the same.
    init(_ server: ServingProcess, number: Int, _ requests: [(name: String, target: String)]) {
        (self.server, self.number, self.requests) = (server, number, requests)
        state = NIOLockedValueBox(State(running: requests.count))
    }

    /// How long an ordinary request may take. On a machine that does nothing else they take a fiftieth of it.
    static let patience = TimeAmount.seconds(15)
    /// How long a hostile one may.
    static let deadline = TimeAmount.seconds(60)

    /// All that was seen, when the last hostile request has ended.
    func run() async -> Outcome {
        await withTaskGroup(of: Void.self) { group in
            for request in requests { group.addTask { await self.send(request) } }
            group.addTask { await self.askForPictures() }
            group.addTask { await self.watchMemory() }
        }
        return state.withLockedValue { $0.outcome }
    }

    private var isRunning: Bool { state.withLockedValue { $0.running > 0 } }

    private func send(_ request: (name: String, target: String)) async {
        let (start, before) = (ContinuousClock.now, state.withLockedValue { $0.good })
        // Whatever ends it ends it; without a status it has not been answered.
        let status = try? await self.status(of: request.target, within: Self.deadline)
        state.withLockedValue { state in
            state.running -= 1
            state.outcome.hostile.append(
                Hostile(
                    name: request.name, status: status, time: .now - start, goodMeanwhile: state.good - before))
        }
    }

    /// One after the other, at least three, and each of them another picture.
    private func askForPictures() async {
        var count = 0
        while isRunning || count < 3 {
            count += 1
            await ask("/v1/renditions?source=local:///lake.jpg&sizes=\(100 + count % 400)x\(50 + number):fill")
            await ask("/health")
        }
    }

    private func ask(_ target: String) async {
        let start = ContinuousClock.now
        let status = try? await self.status(of: target, within: Self.patience)
        let time = ContinuousClock.now - start
        state.withLockedValue { state in
            state.good += 1
            state.outcome.slowestGood = max(state.outcome.slowestGood, time)
            if status != 200 { state.outcome.faults.append("\(status.map { "\($0)" } ?? "no answer") to \(target)") }
        }
    }

    private func status(of target: String, within time: TimeAmount) async throws -> UInt {
        let response = try await HTTPClient.patient.execute(
            HTTPClientRequest(url: "http://\(server.main)\(target)"), timeout: time)
        for try await _ in response.body {}
        return UInt(response.status.code)
    }

    private func watchMemory() async {
        while isRunning {
            let bytes = server.child.familyBytes
            state.withLockedValue { $0.outcome.peakBytes = max($0.outcome.peakBytes, bytes) }
            // A look every so often: nobody tells when memory is taken.
            guard (try? await Task.sleep(for: .milliseconds(20))) != nil else { return }
        }
    }
}
