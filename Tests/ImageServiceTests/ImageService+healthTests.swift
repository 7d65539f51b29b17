import TestSupport
import Testing

@testable import ImageService

@Suite(.timeLimit(.minutes(1))) struct ImageServiceHealthTests {
    @Test("a service whose memory is all in use is healthy")
    func healthy() async throws {
        try await withService(memory: MemoryConfiguration(limitBytes: 3000)) { service in
            let all = service.budget.open(.source)
            try await all.reserve(800)
            try await service.checkHealth()
            withExtendedLifetime(all) {}
        }
    }

    @Test("a service that stops is not healthy")
    func stopped() async throws {
        let service = try await withService { $0 }
        let error = await #expect(throws: ServiceError.self) { try await service.checkHealth() }
        #expect(error?.name == "cancelled")
    }
}
