import AsyncHTTPClient
import ImageModel
import Logging
import NIOCore
import NIOPosix
import TestSupport

@testable import ObjectStorage

let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

extension ContinuousClock.Instant {
    /// Not a test's to reach, however busy the machine is.
    static var far: ContinuousClock.Instant { .now + .seconds(300) }
}

/// Runs `body` with a client, and shuts it down.
func withStoreClient<Value>(
    addresses: [String: String] = [:], _ body: (StoreClient) async throws -> Value
) async throws -> Value {
    let client = try StoreClient(
        eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: silent, addresses: addresses)
    do {
        let value = try await body(client)
        await client.shutDown()
        return value
    } catch {
        await client.shutDown()
        throw error
    }
}

/// Runs `body` with a store at `endpoint` whose further tries wait for no time.
func withS3<Value>(
    at endpoint: String, clock: StoreClock = StoreClock(), addresses: [String: String] = [:],
    _ change: (inout S3Configuration) -> Void = { _ in },
    _ body: (S3Store) async throws -> Value
) async throws -> Value {
    var configuration = S3Configuration()
    configuration.environment = [:]
    configuration.endpoints.endpoint = try StoreEndpoint(parsing: endpoint)
    configuration.credentials = Credentials(
        accessKey: SeaweedServer.accessKey, secretKey: SeaweedServer.secretKey)
    configuration.backoff.base = .zero
    configuration.backoff.longest = .zero
    change(&configuration)
    return try await withStoreClient(addresses: addresses) { client in
        try await body(S3Store(configuration, client: client, clock: clock))
    }
}

func object(_ key: String, in bucket: String = "bucket") throws -> ObjectName {
    try ObjectName(scheme: .s3, bucket: try BucketName(bucket), key: key)
}

/// What reading `answer` brings.
func bytes(_ answer: ObjectAnswer) async throws -> [UInt8] {
    var bytes: [UInt8] = []
    for try await piece in answer.body { bytes += piece.readableBytesView }
    return bytes
}

/// An answer of S3 that refuses.
func refusal(_ status: Int, _ code: String, _ more: String = "", headers: [(name: String, value: String)] = [])
    -> FakeAnswer
{
    FakeAnswer(
        status: status, headers: headers,
        body: Array("<?xml version=\"1.0\"?><Error><Code>\(code)</Code><Message>no</Message>\(more)</Error>".utf8))
}
