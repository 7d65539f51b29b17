import ImageModel
import Jobs
import NIOConcurrencyHelpers
import ObjectStorage
import Testing

@testable import ImageService

/// A bucket in memory, whose pages have two entries.
private struct MemoryBucket: ObjectStore {
    let keys: [(key: String, bytes: Int)]
    let positions = NIOLockedValueBox<[ListPosition]>([])
    var failsAfter = Int.max

    func list(
        _ prefix: ObjectPrefix, from position: ListPosition, deadline: ContinuousClock.Instant
    ) async throws(ObjectStoreError) -> ObjectPage {
        let calls = positions.withLockedValue { positions in
            positions.append(position)
            return positions.count
        }
        guard calls <= failsAfter else { throw ObjectStoreError(.unavailable, "gone") }
        let behind: String =
            switch position {
            case .start: ""
            case .after(let key): key
            case .mark(let mark): String(mark.dropFirst("mark:".count))
            }
        let rest = keys.filter { $0.key.hasPrefix(prefix.prefix) && $0.key > behind }
        let page = rest.prefix(2).map { ObjectPage.Entry(key: $0.key, byteCount: $0.bytes) }
        return ObjectPage(entries: page, next: rest.count > 2 ? page.last.map { .mark("mark:\($0.key)") } : nil)
    }

    func get(
        _ object: ObjectName, _ wish: ObjectWish, deadline: ContinuousClock.Instant
    ) async throws(ObjectStoreError) -> ObjectAnswer { throw ObjectStoreError(.refused, "") }

    func head(
        _ object: ObjectName, deadline: ContinuousClock.Instant
    ) async throws(ObjectStoreError) -> ObjectFacts { throw ObjectStoreError(.refused, "") }

    func put(
        _ bytes: EncodedBytes, as object: ObjectName, _ headers: ObjectHeaders, deadline: ContinuousClock.Instant
    ) async throws(ObjectStoreError) { throw ObjectStoreError(.refused, "") }

    func delete(_ object: ObjectName, deadline: ContinuousClock.Instant) async throws(ObjectStoreError) {
        throw ObjectStoreError(.refused, "")
    }
}

@Suite struct ObjectListingTests {
    private static let keys = [
        ("out/1.jpg", 1), ("s/", 0), ("s/a.jpg", 1), ("s/b.txt", 1), ("s/c/d.PNG", 1), ("s/c/e.jpg", 0),
        ("s/f?.jpg", 1),
        ("s/g.webp", 1), ("s/o/1.jpg", 1), ("t/z.jpg", 1),
    ]

    private func list(
        _ change: (inout ObjectListing.Query) -> Void = { _ in }, after last: BatchItem? = nil,
        in bucket: MemoryBucket = MemoryBucket(keys: keys)
    ) async throws -> (items: [NewItem], unnameable: Int) {
        var query = ObjectListing.Query(prefix: try ObjectPrefix(parsing: "s3://pictures/s/"))
        change(&query)
        var listing = ObjectListing(query, in: bucket, timeout: .seconds(300), after: last)
        var items: [NewItem] = []
        while let page = try await listing.next() { items += page }
        return (items, listing.unnameableCount)
    }

    @Test("names of images become items in their order, with their folder; others are left out")
    func images() async throws {
        let (items, unnameable) = try await list()
        #expect(
            items == [
                NewItem(source: "s3://pictures/s/a.jpg", line: 1, values: ["dir": ""]),
                NewItem(source: "s3://pictures/s/c/d.PNG", line: 2, values: ["dir": "c"]),
                NewItem(source: "s3://pictures/s/g.webp", line: 3, values: ["dir": ""]),
                NewItem(source: "s3://pictures/s/o/1.jpg", line: 4, values: ["dir": "o"]),
            ])
        #expect(unnameable == 1)
    }

    @Test("a pattern decides in place of the names' ends")
    func pattern() async throws {
        let (items, _) = try await list { $0.pattern = KeyPattern("*.txt") }
        #expect(items.map(\.source) == ["s3://pictures/s/b.txt"])
    }

    @Test("outputs of earlier batches are no sources, and without a separator any key is one")
    func excluded() async throws {
        let (items, unnameable) = try await list {
            $0.excluded = "s/o/"
            $0.separator = ""
        }
        #expect(items.map(\.source).suffix(2) == ["s3://pictures/s/f?.jpg", "s3://pictures/s/g.webp"])
        #expect(unnameable == 0)
    }

    @Test("a list that broke off goes on behind its last item, and counts on")
    func resumes() async throws {
        let bucket = MemoryBucket(keys: Self.keys)
        let last = BatchItem(id: ItemID(1), batch: BatchID(), source: "s3://pictures/s/c/d.PNG", line: 2)
        let (items, _) = try await list(after: last, in: bucket)
        #expect(items.map(\.source) == ["s3://pictures/s/g.webp", "s3://pictures/s/o/1.jpg"])
        #expect(items.map(\.line) == [3, 4])
        #expect(bucket.positions.withLockedValue { $0.first } == .after(key: "s/c/d.PNG"))
    }

    @Test("a store that fails says so")
    func fails() async throws {
        let bucket = MemoryBucket(keys: Self.keys, failsAfter: 1)
        let error = await #expect(throws: JobError.self) { _ = try await list(in: bucket) }
        #expect(error?.code == .manifestUnreadable)
    }
}
