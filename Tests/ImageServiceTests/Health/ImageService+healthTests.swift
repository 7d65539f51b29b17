import Dispatch
import TestSupport
import Testing

@testable import ImageService

@Suite(.timeLimit(.minutes(10))) struct ImageServiceHealthTests {
    @Test("a service whose memory is all in use is healthy")
    func healthy() async throws {
        try await withService(memory: MemoryConfiguration(limitBytes: 3000)) { service in
            let all = service.budget.open(.source)
            try await all.reserve(500)
            try await service.checkHealth(patience: .seconds(60))
            withExtendedLifetime(all) {}
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
            try await service.checkHealth(patience: .seconds(60))
        }
    }

    @Test("a service that stops is not healthy")
    func stopped() async throws {
        let service = try await withService { $0 }
        let error = await #expect(throws: ServiceError.self) { try await service.checkHealth(patience: .seconds(60)) }
        #expect(error?.name == "cancelled")
    }
}
