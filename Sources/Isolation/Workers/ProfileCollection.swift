import Dispatch
import NIOConcurrencyHelpers
import Profiling

/// A profile requested from all workers: idle ones deliver it at once, the others when they come back.
final class ProfileCollection: Sendable {
    let kind: RecordingRequest.Kind
    private let state: NIOLockedValueBox<(expected: Set<Int>, profiles: [Int: [UInt8]])>
    private let isComplete = DispatchSemaphore(value: 0)

    /// Waits for a profile from each of the workers with these numbers.
    init(_ kind: RecordingRequest.Kind, from numbers: Set<Int>) {
        self.kind = kind
        state = NIOLockedValueBox((numbers, [:]))
        if numbers.isEmpty { isComplete.signal() }
    }

    func expects(_ number: Int) -> Bool { state.withLockedValue { $0.expected.contains(number) } }

    /// The profile of a worker, or `nil` if it delivers none: it has ended.
    func add(_ profile: [UInt8]?, of number: Int) {
        let isLast = state.withLockedValue { state in
            guard state.expected.remove(number) != nil else { return false }
            state.profiles[number] = profile
            return state.expected.isEmpty
        }
        if isLast { isComplete.signal() }
    }

    /// What has arrived when all have answered or `seconds` have passed, by worker. Blocks; call it once.
    func profiles(within seconds: Int) -> [(process: String, profile: [UInt8])] {
        // Late ones are ignored.
        _ = isComplete.wait(timeout: .now() + .seconds(seconds))
        let profiles = state.withLockedValue { $0.profiles }
        return profiles.sorted { $0.key < $1.key }.map { ("worker \($0.key)", $0.value) }
    }
}
