import Foundation
import TestSupport
import Testing

@testable import Caching

@Suite(.computing) struct DiskTierTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private func tier(limit: Int = 10 << 20, minimumFree: Int = 0) throws(CacheError) -> DiskTier {
        try DiskTier(path: folder.path, limit: limit, minimumFree: minimumFree)
    }

    @Test("An entry is there after a restart, and with it how much there is")
    func restart() throws {
        var tier = try tier()
        #expect(tier.keep(entry(try key(1), bytes: 5000, filledWith: 9)))
        let gauges = tier.gauges
        tier.close()
        tier = try DiskTier(path: folder.path + "/other", limit: 1, minimumFree: 0)
        tier = try self.tier()
        #expect(tier.gauges == gauges && gauges.isMeasured && gauges.entries == 1)
        let read = try #require(tier.find(try key(1))?.entry())
        #expect(read.bytes == Array(repeating: 9, count: 5000))
        #expect(tier.find(try key(1))?.head() == read.head)
        #expect(tier.find(try key(2)) == nil)
    }

    @Test("After a crash it works at once, and counts what is there in the background")
    func crash() throws {
        var tier = try tier()
        for number in 0..<50 { tier.keep(entry(try key(number))) }
        let (bytes, entries) = (tier.gauges.bytes, tier.gauges.entries)
        tier = try DiskTier(path: folder.path + "/other", limit: 1, minimumFree: 0)
        // Nobody closed it.
        tier = try self.tier()
        #expect(!tier.gauges.isMeasured)
        #expect(tier.find(try key(7))?.entry() != nil)
        tier.keep(entry(try key(50)))
        tier.measure()
        #expect(tier.gauges.isMeasured && tier.gauges.entries == entries + 1)
        #expect(tier.gauges.bytes == bytes / 50 * 51)
    }

    @Test("A second process gets an error: the folder is in use")
    func lock() throws {
        let tier = try tier()
        #expect { try self.tier() } throws: { ($0 as? CacheError)?.code == .inUse }
        withExtendedLifetime(tier) {}
    }

    @Test("A folder that cannot be made is an error with its name and the reason")
    func unusable() throws {
        try folder.write([1], to: "file")
        #expect {
            try DiskTier(path: folder.path + "/file/cache", limit: 1, minimumFree: 0)
        } throws: { error in
            let error = error as? CacheError
            return error?.code == .unusableFolder && error?.message.contains("Not a directory") == true
        }
    }

    @Test("A broken file is a miss, is counted and goes", arguments: [0, 70, 200, 1100])
    func broken(_ place: Int) throws {
        let tier = try tier()
        tier.keep(entry(try key(1)))
        let path = tier.folder.path(of: try key(1))
        var bytes = try Data(contentsOf: URL(filePath: path))
        bytes[place] ^= 4
        try bytes.write(to: URL(filePath: path))
        #expect(tier.find(try key(1))?.entry() == nil)
        #expect(tier.gauges.broken == 1 && tier.gauges.entries == 0 && tier.gauges.bytes == 0)
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test("The limit holds, what is requested often stays, and a scan is not taken in for it")
    func eviction() throws {
        let tier = try tier(limit: 200 * 1200)
        let wanted = try (0..<100).map { try key($0) }
        for key in wanted {
            for _ in 0..<4 { tier.request(key) }
            tier.keep(entry(key))
        }
        for number in 1000..<3000 {
            tier.request(try key(number))
            tier.keep(entry(try key(number)))
            #expect(tier.gauges.bytes <= tier.limit)
        }
        let left = wanted.count { tier.find($0)?.entry() != nil }
        #expect(left >= 95)
        #expect(tier.gauges.evicted > 0)
        // The books are right.
        let (bytes, entries) = (tier.gauges.bytes, tier.gauges.entries)
        let files = (0..<DiskFolder.shardCount).reduce(0) { $0 + tier.folder.keys(in: $1).count }
        #expect(files == entries && bytes == entries * (bytes / max(entries, 1)))
    }

    @Test("Where too little is free on the file system, entries go until it is")
    func free() throws {
        let tier = try tier()
        for number in 0..<DiskTier.writesBetweenLooks { tier.keep(entry(try key(number))) }
        #expect(tier.gauges.entries > 0)
        let full = try DiskTier(path: folder.path + "/full", limit: 10 << 20, minimumFree: .max)
        for number in 0..<DiskTier.writesBetweenLooks + 1 { full.keep(entry(try key(number))) }
        #expect(full.gauges.entries < DiskTier.writesBetweenLooks)
    }

    @Test("Nothing that an earlier process had not finished is left")
    func leftovers() throws {
        try folder.write([1, 2], to: "new/abc")
        let tier = try tier()
        #expect(CacheFile.names(in: folder.path + "/new").isEmpty)
        withExtendedLifetime(tier) {}
    }

    @Test("Readers and writers of one entry see it whole or not at all")
    func races() async throws {
        let tier = try tier()
        let key = try key(1)
        await withTaskGroup(of: Void.self) { group in
            for worker in 0..<4 {
                group.addTask {
                    for round in 0..<100 {
                        if worker < 2 {
                            tier.keep(entry(key, bytes: 3000 + round, filledWith: UInt8(worker)))
                        } else if let entry = tier.find(key)?.entry() {
                            let bytes = entry.bytes
                            #expect(bytes.count >= 3000 && Set(bytes).count == 1)
                        }
                    }
                }
            }
        }
        #expect(tier.gauges.broken == 0)
    }
}
