import TestSupport
import Testing

@testable import Isolation

@Suite(.computing, .timeLimit(.minutes(10))) struct WorkerThreadsTests {
    @Test("as many jobs run at once as requested, and each returns its value")
    func parallel() async {
        let threads = WorkerThreads()
        let arrived = (0..<4).map { _ in Signal() }
        let values = await withTaskGroup(of: Int.self) { group in
            for index in 0..<4 {
                group.addTask {
                    await threads.run {
                        arrived[index].fire()
                        for signal in arrived { signal.block() }
                        return index
                    }
                }
            }
            return await group.reduce(into: Set<Int>()) { $0.insert($1) }
        }
        #expect(values == [0, 1, 2, 3])
        threads.shutDown()
    }

    @Test("threads are reused, and work that arrives after the end is done, too")
    func reused() async {
        let threads = WorkerThreads()
        for number in 0..<50 { #expect(await threads.run { number } == number) }
        threads.shutDown()
        #expect(await threads.run { 7 } == 7)
    }
}
