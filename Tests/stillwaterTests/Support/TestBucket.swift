import AsyncHTTPClient
import ImageModel
import Logging
import NIOCore
import NIOPosix
import ObjectStorage
import TestSupport

/// A bucket of its own at the tests' object store.
struct TestBucket {
    let name: String
    let server: SeaweedServer
    private let stores: ObjectStores

    /// Runs `body` with a new bucket.
    static func with<Value>(_ body: (TestBucket) async throws -> Value) async throws -> Value {
        let bucket = try TestBucket(try await SeaweedServer.shared())
        let result: Result<Value, any Error>
        do { result = .success(try await body(bucket)) } catch { result = .failure(error) }
        await bucket.stores.shutDown()
        return try result.get()
    }

    private init(_ server: SeaweedServer) throws {
        self.server = server
        name = server.bucket()
        var configuration = ObjectStoresConfiguration()
        configuration.s3.environment = [:]
        configuration.s3.endpoints.endpoint = try StoreEndpoint(parsing: server.endpoint)
        configuration.s3.credentials = Credentials(
            accessKey: SeaweedServer.accessKey, secretKey: SeaweedServer.secretKey)
        stores = try ObjectStores(
            configuration, eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    /// The environment of a process that may read and write there.
    var environment: [String: String] {
        [
            "AWS_ACCESS_KEY_ID": SeaweedServer.accessKey, "AWS_SECRET_ACCESS_KEY": SeaweedServer.secretKey,
            "STILLWATER_S3_ENDPOINT": server.endpoint, "STILLWATER_USE_S3": "true",
        ]
    }

    private func object(_ key: String) throws -> ObjectName {
        try ObjectPrefix(parsing: "s3://\(name)").object(key)
    }

    private var far: ContinuousClock.Instant { .now + .seconds(300) }

    func put(_ bytes: [UInt8], _ key: String) async throws {
        try await stores.store(.s3).put(
            EncodedBytes(sharing: bytes), as: object(key), ObjectHeaders(), deadline: far)
    }

    func bytes(of key: String) async throws -> [UInt8] {
        let answer = try await stores.store(.s3).get(object(key), ObjectWish(), deadline: far)
        var bytes: [UInt8] = []
        for try await piece in answer.body { bytes += piece.readableBytesView }
        return bytes
    }

    func facts(of key: String) async throws -> ObjectFacts {
        try await stores.store(.s3).head(object(key), deadline: far)
    }

    /// The keys below `prefix`, in their order.
    func keys(_ prefix: String = "") async throws -> [String] {
        var (keys, position): ([String], ListPosition?) = ([], .start)
        while let place = position {
            let page = try await stores.store(.s3).list(
                ObjectPrefix(parsing: "s3://\(name)/\(prefix)"), from: place, deadline: far)
            keys += page.entries.map(\.key)
            position = page.next
        }
        return keys
    }
}
