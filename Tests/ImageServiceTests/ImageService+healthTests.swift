import Dispatch
import TestSupport
import Testing

@testable import ImageService

@Suite(.timeLimit(.minutes(1))) struct ImageServiceHealthTests {
    @Test("a service that works is healthy, and holds nothing afterwards")
    func healthy() async throws {
        try await withService { service in
            try await service.checkHealth()
            #expect(service.ledger.reservedBytes == 0)
            #expect(service.ledger.peakBytes > 0)
        }
    }

    @Test("render threads that hang are unhealthy")
    func hangingThreads() async throws {
        try await withService { service in
            let release = DispatchSemaphore(value: 0)
            try await withThrowingTaskGroup(of: Void.self) { group in
                let begun = [Signal(), Signal()]
                for signal in begun {
                    group.addTask {
                        _ = try await service.pool.run {
                            signal.fire()
                            release.wait()
                        }
                    }
                }
                for signal in begun { await signal.wait() }
                let error = await #expect(throws: ServiceError.self) {
                    try await service.checkHealth(patience: .milliseconds(1))
                }
                #expect(error?.name == ServiceError.deadlineExceeded.name)
                for _ in begun { release.signal() }
                try await group.waitForAll()
            }
            try await service.checkHealth()
        }
    }
}
