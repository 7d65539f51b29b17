import NIOConcurrencyHelpers
import TestSupport
import Testing

@testable import ObjectStorage

@Suite(.timeLimit(.minutes(5))) struct CredentialKeeperTests {
    /// Gives credentials that end an hour after they are asked for, and counts.
    private final class Place: CredentialPlace {
        let calls = NIOLockedValueBox(0)
        let isBroken = NIOLockedValueBox(false)
        let time: NIOLockedValueBox<Int>

        init(_ time: NIOLockedValueBox<Int>) { self.time = time }

        func credentials() async throws(ObjectStoreError) -> Credentials? {
            let number = calls.withLockedValue { calls in
                calls += 1
                return calls
            }
            if isBroken.withLockedValue({ $0 }) { throw ObjectStoreError(.credentialsFailed, "broken") }
            return Credentials(accessKey: "K\(number)", secretKey: "s", expiry: time.withLockedValue { $0 } + 3600)
        }
    }

    private let time = NIOLockedValueBox(1_000_000)
    private let place: Place
    private let keeper: CredentialKeeper<Credentials>

    init() {
        place = Place(time)
        keeper = CredentialKeeper([StaticCredentials(fixed: nil), place]) { [time] in time.withLockedValue { $0 } }
    }

    private func pass(_ seconds: Int) { time.withLockedValue { $0 += seconds } }

    @Test("credentials are asked for once, and again five minutes before they end")
    func renewal() async throws {
        #expect(try await keeper.credentials().accessKey == "K1")
        pass(3299)
        #expect(try await keeper.credentials().accessKey == "K1")
        pass(1)
        #expect(try await keeper.credentials().accessKey == "K2")
    }

    @Test("all who want them at once get them by one request")
    func together() async throws {
        try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<50 { group.addTask { [keeper] in try await keeper.credentials().accessKey } }
            for try await key in group { #expect(key == "K1") }
        }
        #expect(place.calls.withLockedValue { $0 } == 1)
    }

    @Test("those that a service rejects are replaced")
    func rejected() async throws {
        let first = try await keeper.credentials()
        #expect(try await keeper.credentials(inPlaceOf: first).accessKey == "K2")
        // Who comes later with the same complaint gets the new ones.
        #expect(try await keeper.credentials(inPlaceOf: first).accessKey == "K2")
    }

    @Test("a renewal that fails does no harm while the old ones hold, and is not repeated at once")
    func failure() async throws {
        _ = try await keeper.credentials()
        place.isBroken.withLockedValue { $0 = true }
        pass(3400)
        for _ in 0..<5 { #expect(try await keeper.credentials().accessKey == "K1") }
        #expect(place.calls.withLockedValue { $0 } == 2)
        pass(30)
        #expect(try await keeper.credentials().accessKey == "K1")
        #expect(place.calls.withLockedValue { $0 } == 3)
        pass(170)
        let error = await #expect(throws: ObjectStoreError.self) { try await keeper.credentials() }
        #expect(error?.code == .credentialsFailed)
    }

    @Test("where no place has any, that is said")
    func none() async throws {
        let keeper = CredentialKeeper<Credentials>([StaticCredentials(fixed: nil)]) { 0 }
        let error = await #expect(throws: ObjectStoreError.self) { try await keeper.credentials() }
        #expect(error?.code == .noCredentials)
    }
}
