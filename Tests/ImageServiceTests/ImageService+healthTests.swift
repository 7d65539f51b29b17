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
}
