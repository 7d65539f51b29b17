import ArgumentParser
import Foundation
import Profiling

/// Starts and stops recordings in a running service.
struct RecordingClient: Sendable {
    private let base: String
    private let client: AdminClient

    /// `url` is that of the admin listener, with or without a path of `/debug/`.
    init(url: String, token: String?) {
        let root = url.range(of: "/debug/").map { String(url[..<$0.lowerBound]) } ?? url
        base = root.hasSuffix("/") ? String(root.dropLast()) : root
        client = AdminClient(token: token)
    }

    /// Starts the recording described by `json`; returns its id.
    ///
    /// - Throws: `ValidationError`.
    func start(_ json: String) async throws -> String {
        let body = try await client.post("\(base)/debug/recordings", json: json)
        return try JSONDecoder().decode(Recording.self, from: Data(body)).id
    }

    /// Stops a recording.
    ///
    /// - Throws: `ValidationError`.
    func stop(_ id: String) async throws -> Recording {
        let body = try await client.post("\(base)/debug/recordings/\(id)/stop")
        return try JSONDecoder().decode(Recording.self, from: Data(body))
    }

    /// A file of a recording.
    ///
    /// - Throws: `ValidationError`.
    func file(_ name: String, of id: String) async throws -> [UInt8] {
        try await client.get("\(base)/debug/recordings/\(id)/\(name)")
    }

    /// A profile by its name in `/debug/pprof/`.
    ///
    /// - Throws: `ValidationError`.
    func profile(_ name: String) async throws -> Profile {
        let body = try await client.get("\(base)/debug/pprof/\(name)")
        do throws(ProfilingError) {
            return try Profile(decoding: body)
        } catch {
            throw ValidationError(error.message)
        }
    }
}
