import TestSupport
import Testing

@testable import ImageService

/// Requests that ask, wait, grow, give back and go away at random, against a budget that is far too small for them: each
/// seed is one course of events, and in each all of them must come to their end.
@Suite(.computing, .timeLimit(.minutes(10))) struct AdmissionModelTests {
    @Test("whatever comes in whatever order, all ends, and no share is ever exceeded", arguments: [0, 1, 2, 3])
    func allEnd(part: Int) throws {
        for seed in 0..<1500 {
            var model = AdmissionModel(seed: UInt64(part * 1500 + seed))
            try model.run()
        }
    }

    @Test("the model notices when the rule for growing sources is left out")
    func noticesDeadlock() throws {
        var stuck = 0
        for seed in 0..<200 where stuck == 0 {
            var model = AdmissionModel(seed: UInt64(seed), reservesForEldest: false)
            do { try model.run() } catch is AdmissionModel.Stuck { stuck += 1 }
        }
        #expect(stuck == 1)
    }
}

/// One course of events.
struct AdmissionModel {
    /// Everybody waits, and nobody can go on.
    struct Stuck: Error {
        let seed: UInt64
    }

    private enum Step {
        case fetching, rendering, writing
    }

    private struct Request {
        let source: Admission.ID
        var work: Admission.ID?
        /// What the source still wants to become, step by step.
        var growth: [Int]
        let workBytes: Int
        var step = Step.fetching
    }

    private let seed: UInt64
    private var random: SplitMix64
    private var admission: Admission
    private var requests: [Request] = []
    private var toCome: Int
    private let limits: Admission.Limits

    init(seed: UInt64, reservesForEldest: Bool = true) {
        self.seed = seed
        random = SplitMix64(seed: seed)
        var limits = Admission.Limits(total: Int.random(in: 60...600, using: &random), slots: 1)
        limits.slots = Int.random(in: 1...4, using: &random)
        if !reservesForEldest { limits.keptForEldest = 0 }
        self.limits = limits
        admission = Admission(limits)
        toCome = Int.random(in: 1...40, using: &random)
    }

    mutating func run() throws {
        var events = 0
        while toCome > 0 || !requests.isEmpty {
            events += 1
            try #require(events < 20_000, "seed \(seed) goes on for ever")
            check()
            if toCome > 0, requests.isEmpty || Bool.random(using: &random) {
                arrive()
                continue
            }
            let able = requests.indices.filter { canGoOn(requests[$0]) }
            guard let index = able.randomElement(using: &random) else {
                guard toCome > 0 else { throw Stuck(seed: seed) }
                arrive()
                continue
            }
            goOn(index)
        }
        #expect(admission.heldBytes == 0 && admission.sourceBytes == 0, "seed \(seed)")
        #expect(
            admission.usedSlots == 0 && admission.renderingCount == 0 && admission.holdCount == 0
                && admission.waitingCount == 0, "seed \(seed)")
    }

    private func check() {
        #expect(admission.heldBytes <= limits.total, "seed \(seed)")
        #expect(admission.sourceBytes <= limits.sources, "seed \(seed)")
        #expect(admission.usedSlots - admission.usedBatchSlots <= limits.slots, "seed \(seed)")
        #expect(admission.usedBatchSlots <= limits.slots, "seed \(seed)")
    }

    private func canGoOn(_ request: Request) -> Bool {
        !admission.isWaiting(request.source) && !(request.work.map(admission.isWaiting) ?? false)
    }

    private mutating func arrive() {
        toCome -= 1
        let isGrowing = Bool.random(using: &random)
        let most = isGrowing ? max(limits.total / 6, 1) : limits.sources
        var steps = [Int.random(in: 1...most, using: &random)]
        if isGrowing {
            while let last = steps.first, last > 1, steps.count < 6 { steps.insert((last + 1) / 2, at: 0) }
        }
        let priority: Admission.Priority = Int.random(in: 0..<3, using: &random) == 0 ? .batch : .live
        let id = admission.open(isGrowing ? .growingSource : .source, priority)
        let work = Int.random(in: 1...limits.work, using: &random)
        requests.append(Request(source: id, growth: steps, workBytes: work))
        goOn(requests.count - 1)
    }

    private mutating func goOn(_ index: Int) {
        // Some clients go away, wherever their request is.
        guard Int.random(in: 0..<25, using: &random) > 0 else { return end(index) }
        switch requests[index].step {
        case .fetching where !requests[index].growth.isEmpty:
            _ = admission.ask(requests[index].source, for: requests[index].growth.removeFirst())
        case .fetching:
            admission.endGrowth(of: requests[index].source)
            let work = admission.open(Bool.random(using: &random) ? .render : .isolated, .live)
            requests[index].work = work
            requests[index].step = .rendering
            _ = admission.ask(work, for: requests[index].workBytes)
        case .rendering:
            guard let work = requests[index].work else { return }
            admission.set(work, to: requests[index].workBytes / 3)
            admission.leaveSlot(work)
            admission.close(requests[index].source)
            requests[index].step = .writing
        case .writing: return end(index)
        }
        _ = admission.nextGrants()
    }

    private mutating func end(_ index: Int) {
        let request = requests.remove(at: index)
        admission.close(request.source)
        if let work = request.work { admission.close(work) }
        _ = admission.nextGrants()
    }
}
