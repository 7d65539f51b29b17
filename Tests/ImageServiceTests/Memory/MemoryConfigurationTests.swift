import Testing

@testable import ImageService

@Suite struct MemoryConfigurationTests {
    @Test(
        "workers get what they hold without work, and never more than a quarter of the limit",
        arguments: [(1024, 64, 64), (256, 64, 64), (192, 64, 48), (192, 0, 0)])
    func workers(limit: Int, wanted: Int, given: Int) {
        #expect(MemoryConfiguration(limitBytes: limit << 20).workerBytes(wanted << 20) == given << 20)
    }
}
