import Testing

@testable import Isolation

@Suite struct WorkerMemoryTests {
    @Test("when all together hold too much beyond what was expected, the one goes that holds most of it")
    func excess() {
        let memory = WorkerMemory(most: 100)
        memory.begin(1, bytes: 50)
        memory.begin(2, bytes: 500)
        memory.begin(3, bytes: 0)
        #expect(!memory.isTooMuch(2, own: 500))
        #expect(!memory.isTooMuch(1, own: 100))
        #expect(!memory.isTooMuch(3, own: 50))
        #expect(!memory.isTooMuch(3, own: 30))
        // 60 and 30, and then 20 more: the second one is not to blame.
        #expect(!memory.isTooMuch(1, own: 110))
        #expect(!memory.isTooMuch(2, own: 520))
        #expect(memory.isTooMuch(1, own: 110))
        memory.end(1)
        #expect(!memory.isTooMuch(3, own: 60))
        #expect(!memory.isTooMuch(1, own: 1000))
    }
}
