import Foundation
import ImageModel
import TestSupport
import Testing

@testable import ObjectStorage

/// Against a real server that checks signatures.
@Suite(.timeLimit(.minutes(10)), .enabled(if: SeaweedServer.path != nil, "\(SeaweedServer.absence)"))
struct SeaweedTests {
    /// Runs `body` with a store and the name of a new bucket.
    private func withBucket(
        secret: String = SeaweedServer.secretKey, clock: StoreClock = StoreClock(),
        _ body: (S3Store, String) async throws -> Void
    ) async throws {
        let server = try await SeaweedServer.shared()
        try await withS3(at: server.endpoint, clock: clock) {
            $0.credentials = Credentials(accessKey: SeaweedServer.accessKey, secretKey: secret)
        } _: { store in
            try await body(store, server.bucket())
        }
    }

    private func put(
        _ bytes: [UInt8], _ key: String, _ store: S3Store, _ bucket: String, _ headers: ObjectHeaders = ObjectHeaders()
    ) async throws {
        try await store.put(EncodedBytes(sharing: bytes), as: object(key, in: bucket), headers, deadline: .far)
    }

    @Test(
        "any key is stored and read under its own name",
        arguments: [
            "a/b.jpg", "a/sp ace+plus%25.jpg", "a/ünï/日本.jpg", "a/(x)!*'$&,:;=@.jpg", "a//double.jpg", "q?x=1&y#z.jpg",
            "~tilde_-.jpg", "%2F.jpg", "a\"b<c>.jpg",
        ])
    func keys(key: String) async throws {
        try await withBucket { store, bucket in
            try await put(Array(key.utf8), key, store, bucket)
            let answer = try await store.get(object(key, in: bucket), ObjectWish(), deadline: .far)
            #expect(try await bytes(answer) == Array(key.utf8))
            // In its lists, SeaweedFS makes one slash of two.
            let listed = key.replacing("//", with: "/")
            let page = try await store.list(ObjectPrefix(parsing: "s3://\(bucket)/"), from: .start, deadline: .far)
            #expect(page.entries.map(\.key) == [listed])
        }
    }

    @Test("buckets stand before the host's name as well")
    func virtualHost() async throws {
        let server = try await SeaweedServer.shared()
        let bucket = server.bucket()
        try await withS3(at: "http://localhost:\(server.port)", addresses: ["\(bucket).localhost": "127.0.0.1"]) {
            $0.endpoints.usesPathStyle = false
        } _: { store in
            try await withS3(at: server.endpoint) { plain in try await put([1, 2], "a b.jpg", plain, bucket) }
            let answer = try await store.get(object("a b.jpg", in: bucket), ObjectWish(), deadline: .far)
            #expect(try await bytes(answer) == [1, 2])
            let page = try await store.list(ObjectPrefix(parsing: "s3://\(bucket)/"), from: .start, deadline: .far)
            #expect(page.entries.map(\.key) == ["a b.jpg"])
        }
    }

    @Test("an object keeps what it is stored with, and is there or not")
    func facts() async throws {
        try await withBucket { store, bucket in
            var headers = ObjectHeaders()
            (headers.contentType, headers.cacheControl) = ("image/webp", "max-age=60")
            headers.metadata = ["source": "x y"]
            let bytes = [UInt8](repeating: 3, count: 300_000)
            try await put(bytes, "a", store, bucket, headers)
            let facts = try await store.head(object("a", in: bucket), deadline: .far)
            #expect(facts.byteCount == bytes.count)
            #expect(facts.contentType == "image/webp")
            #expect(facts.cacheControl == "max-age=60")
            #expect(facts.metadata["source"] == "x y")
            try await store.delete(object("a", in: bucket), deadline: .far)
            let error = await #expect(throws: ObjectStoreError.self) {
                _ = try await store.head(object("a", in: bucket), deadline: .far)
            }
            #expect(error?.code == .notFound)
            try await store.delete(object("a", in: bucket), deadline: .far)
        }
    }

    @Test("an unchanged object has no bytes, a range has its own")
    func conditions() async throws {
        try await withBucket { store, bucket in
            try await put(Array(0..<100), "a", store, bucket)
            let whole = try await store.get(object("a", in: bucket), ObjectWish(), deadline: .far)
            #expect(try await bytes(whole) == Array(0..<100))
            var wish = ObjectWish()
            wish.unlessTagged = whole.facts.entityTag
            #expect(wish.unlessTagged != nil)
            #expect(try await store.get(object("a", in: bucket), wish, deadline: .far).isUnchanged)
            var part = ObjectWish()
            (part.range, part.rangeValidator) = ("bytes=10-19", whole.facts.entityTag)
            let answer = try await store.get(object("a", in: bucket), part, deadline: .far)
            #expect(answer.contentRange == "bytes 10-19/100")
            #expect(try await bytes(answer) == Array(10..<20))
        }
    }

    @Test("a write that must not replace does not")
    func absent() async throws {
        try await withBucket { store, bucket in
            var headers = ObjectHeaders()
            headers.isOnlyIfAbsent = true
            try await put([1], "a", store, bucket, headers)
            let error = await #expect(throws: ObjectStoreError.self) {
                try await put([2], "a", store, bucket, headers)
            }
            #expect(error?.code == .preconditionFailed)
            let answer = try await store.get(object("a", in: bucket), ObjectWish(), deadline: .far)
            #expect(try await bytes(answer) == [1])
        }
    }

    @Test("a long list comes page by page, and goes on behind any key")
    func list() async throws {
        try await withBucket { store, bucket in
            let keys = (0..<1203).map { "l/\($0)" }.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (index, key) in keys.enumerated() {
                    if index >= 32 { try await group.next() }
                    group.addTask { try await put([1], key, store, bucket) }
                }
                try await group.waitForAll()
            }
            try await put([1], "other", store, bucket)
            let prefix = try ObjectPrefix(parsing: "s3://\(bucket)/l/")
            var (found, position): ([String], ListPosition?) = ([], .start)
            while let place = position {
                let page = try await store.list(prefix, from: place, deadline: .far)
                found += page.entries.map(\.key)
                position = page.next
            }
            #expect(found == keys)
            let rest = try await store.list(prefix, from: .after(key: keys[1200]), deadline: .far)
            #expect(rest.entries.map(\.key) == Array(keys[1201...]))
        }
    }

    @Test("a wrong secret is refused")
    func wrongSecret() async throws {
        try await withBucket(secret: "wrong") { store, bucket in
            let error = await #expect(throws: ObjectStoreError.self) { try await put([1], "a", store, bucket) }
            #expect(error?.code == .denied)
        }
    }

    @Test("a clock that is two hours off is set right by the server's refusal")
    func skew() async throws {
        let clock = StoreClock { Int(Date().timeIntervalSince1970) - 7200 }
        try await withBucket(clock: clock) { store, bucket in
            try await put([1], "a", store, bucket)
            #expect(abs(clock.now() - Int(Date().timeIntervalSince1970)) < 60)
        }
    }
}
