import TestSupport
import Testing

@testable import Caching

@Suite struct PurgeLedgerTests {
    private static func head(_ number: Int, source: Int, tags: [Int], purges: Int) throws -> EntryHead {
        EntryHead(
            key: try key(number), source: try key(100 + source), tags: try tags.map { try key(200 + $0) }, stored: 0,
            lifetime: Lifetime(fresh: 1), purges: purges)
    }

    @Test("A purge concerns what it names and was requested before it")
    func scopes() throws {
        let scopes: [PurgeScope] = [
            .everything, .source(try key(101)), .tag(try key(202)), .entry(try key(1)),
        ]
        for scope in scopes {
            var ledger = PurgeLedger()
            ledger.record(Purge(number: 10, scope: scope, strength: .hard))
            #expect(ledger.verdict(on: try Self.head(1, source: 1, tags: [2], purges: 9)) == .gone)
            #expect(ledger.verdict(on: try Self.head(1, source: 1, tags: [2], purges: 10)) == .untouched)
            let others = ledger.verdict(on: try Self.head(5, source: 5, tags: [5], purges: 9))
            #expect(others == (scope == .everything ? .gone : .untouched))
        }
    }

    @Test("A soft purge makes stale, and a hard one goes before it")
    func strengths() throws {
        var ledger = PurgeLedger()
        ledger.record(Purge(number: 1, scope: .source(try key(101)), strength: .soft))
        #expect(ledger.verdict(on: try Self.head(1, source: 1, tags: [], purges: 0)) == .stale)
        ledger.record(Purge(number: 2, scope: .tag(try key(201)), strength: .hard))
        #expect(ledger.verdict(on: try Self.head(1, source: 1, tags: [1], purges: 0)) == .gone)
    }

    @Test("With any bound it never forgets a purge")
    func model() throws {
        var (numbers, ledger, all) = (SplitMix64(seed: 9), PurgeLedger(mostScopes: 8), [Purge]())
        for number in 1...300 {
            let scope: PurgeScope =
                switch Int.random(in: 0..<20, using: &numbers) {
                case 0: .everything
                case 1..<10: .source(try key(100 + Int.random(in: 0..<30, using: &numbers)))
                default: .tag(try key(200 + Int.random(in: 0..<30, using: &numbers)))
                }
            let purge = Purge(number: number, scope: scope, strength: Bool.random(using: &numbers) ? .hard : .soft)
            ledger.record(purge)
            all.append(purge)
            #expect(ledger.scopeCount <= 8)
            let head = try Self.head(
                1, source: Int.random(in: 0..<30, using: &numbers), tags: [Int.random(in: 0..<30, using: &numbers)],
                purges: Int.random(in: 0...number, using: &numbers))
            let concerned = all.filter { $0.number > head.purges && $0.concerns(head) }
            let verdict = ledger.verdict(on: head)
            if concerned.contains(where: { $0.strength == .hard }) { #expect(verdict == .gone) }
            if !concerned.isEmpty { #expect(verdict != .untouched) }
        }
    }

    @Test("What a file has is what was recorded; a torn last line was never acknowledged")
    func file() throws {
        let folder = try ScratchFolder()
        let file = LedgerFile(path: folder.path + "/purges")
        let purges = [
            Purge(number: 3, scope: .source(try key(1)), strength: .soft),
            Purge(number: 5, scope: .everything, strength: .hard),
            Purge(number: 9, scope: .tag(try key(4)), strength: .hard),
        ]
        #expect(file.append(purges) == 0)
        var expected = PurgeLedger()
        for purge in purges { expected.record(purge) }
        #expect(file.read(isNew: false, now: 100) == expected)
        let bytes = try #require(CacheFile(file.path)?.bytes(first: 10_000))
        try folder.write(bytes + Array("12 hard sou".utf8), to: "purges")
        #expect(file.read(isNew: false, now: 100) == expected)
        #expect(file.rewrite(expected, by: folder.path + "/new") == 0)
        #expect(file.read(isNew: false, now: 100) == expected)
    }

    @Test("Where a line is damaged, or the file of a used cache is gone, everything is purged")
    func damage() throws {
        let folder = try ScratchFolder()
        let file = LedgerFile(path: folder.path + "/purges")
        let head = try Self.head(1, source: 1, tags: [], purges: 50)
        #expect(file.read(isNew: true, now: 100).verdict(on: head) == .untouched)
        #expect(file.read(isNew: false, now: 100).verdict(on: head) == .gone)
        let line = Purge(number: 60, scope: .source(try key(9)), strength: .hard).line
        try folder.write(Array((line + "\n" + line.dropLast() + "\n").utf8), to: "purges")
        #expect(file.read(isNew: false, now: 100).verdict(on: head) == .gone)
    }
}

extension Purge {
    fileprivate func concerns(_ head: EntryHead) -> Bool {
        switch scope {
        case .everything: true
        case .source(let key): key == head.source
        case .tag(let key): head.tags.contains(key)
        case .entry(let key): key == head.key
        }
    }
}
