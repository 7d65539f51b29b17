import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Profiling

/// `/debug/recordings`: profiles that are switched on and off while the service runs, and kept.
struct RecordingsRoute: Sendable {
    let recorder: Recorder

    /// The body of a `POST`.
    private struct Wanted: Decodable {
        var kind: String
        var rate: Int?
        var seconds: Double?
        var snapshotSeconds: Double?
        var snapshotResidentBytes: Int?
        var snapshotOverLimit: Bool?

        enum CodingKeys: String, CodingKey, CaseIterable {
            case kind, rate, seconds, snapshotSeconds, snapshotResidentBytes, snapshotOverLimit
        }

        /// Names from before all of our fields were in camel case; the decoder's strategy reads them as those.
        static let earlierNames: Set = ["snapshot_seconds", "snapshot_resident_bytes", "snapshot_over_limit"]

        init(_ body: Data) throws {
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            self = try decoder.decode(Wanted.self, from: body)
        }

        static func isKnown(_ name: String) -> Bool {
            CodingKeys(rawValue: name) != nil || earlierNames.contains(name)
        }
    }

    static let maximumBodyBytes = 64 << 10

    /// `GET`: all of them.
    func list(_ request: Request, _ context: APIRequestContext) async throws -> Response {
        try .indentedJSON(["recordings": await recorder.all])
    }

    /// `POST`: starts one.
    ///
    /// - Throws: `ProfilingError`; `BodyError` for a body that is too large.
    func start(_ request: Request, _ context: APIRequestContext) async throws -> Response {
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: Self.maximumBodyBytes)
        } catch is NIOTooManyBytesError {
            throw BodyError(.bodyTooLarge, "The body is larger than \(Self.maximumBodyBytes) bytes.")
        }
        let recording = try await recorder.start(try Self.request([UInt8](body.readableBytesView)))
        var response = try Response.indentedJSON(recording, status: .created)
        response.headers[.location] = "/debug/recordings/\(recording.id)"
        return response
    }

    /// `GET …/{id}`: one, with its files.
    func get(_ request: Request, _ context: APIRequestContext) async throws -> Response {
        try .indentedJSON(try await recorder.recording(try Self.id(context)))
    }

    /// `POST …/{id}/stop`.
    func stop(_ request: Request, _ context: APIRequestContext) async throws -> Response {
        try .indentedJSON(try await recorder.stop(try Self.id(context)))
    }

    /// `DELETE …/{id}`.
    func delete(_ request: Request, _ context: APIRequestContext) async throws -> Response {
        try await recorder.delete(try Self.id(context))
        return Response(status: .noContent)
    }

    /// `GET …/{id}/{file}`: a profile.
    func file(_ request: Request, _ context: APIRequestContext) async throws -> Response {
        let name = context.route?.parameters["file"] ?? ""
        return .file(try await recorder.file(name, of: try Self.id(context)), name: name)
    }

    private static func id(_ context: APIRequestContext) throws -> String {
        guard let id = context.route?.parameters["id"] else { throw HTTPError(.notFound) }
        return id
    }

    /// The request in the JSON of a `POST`.
    ///
    /// - Throws: `ProfilingError` with `invalidRequest`.
    static func request(_ body: [UInt8]) throws(ProfilingError) -> RecordingRequest {
        let known = Wanted.CodingKeys.allCases.map(\.rawValue).joined(separator: ", ")
        let wanted: Wanted
        do {
            let fields = try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any] ?? [:]
            if let unknown = fields.keys.sorted().first(where: { !Wanted.isKnown($0) }) {
                throw ProfilingError(.invalidRequest, "Unknown field \(unknown); known fields are \(known).")
            }
            wanted = try Wanted(Data(body))
        } catch let error as ProfilingError {
            throw error
        } catch {
            throw ProfilingError(
                .invalidRequest, "The body must be a JSON object with kind; all possible fields are \(known).",
                cause: error)
        }
        guard let kind = RecordingRequest.Kind(rawValue: wanted.kind) else {
            throw ProfilingError(.invalidRequest, "kind must be heap or cpu.")
        }
        var request = RecordingRequest(kind)
        request.rate = wanted.rate
        request.duration = try wanted.seconds.map(Self.duration)
        request.snapshotInterval = try wanted.snapshotSeconds.map(Self.duration)
        request.snapshotAboveBytes = wanted.snapshotResidentBytes
        request.snapshotOverLimit = wanted.snapshotOverLimit ?? false
        return request
    }

    private static func duration(_ seconds: Double) throws(ProfilingError) -> Duration {
        guard seconds.isFinite, abs(seconds) <= 1_000_000 else {
            throw ProfilingError(.invalidRequest, "Times are in seconds and at most a day.")
        }
        return .milliseconds(Int64(seconds * 1000))
    }
}
