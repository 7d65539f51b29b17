import ArgumentParser
import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// Talks to the admin listener of a running service.
struct AdminClient: Sendable {
    private let token: String?

    /// Longer than the longest profile that can be asked for.
    private static let timeout = TimeAmount.minutes(15)
    private static let maximumBytes = 512 << 20

    /// `token` is the admin token; without one, that of the environment is used.
    init(token: String?) {
        self.token = token ?? ProcessInfo.processInfo.environment["STILLWATER_ADMIN_TOKEN"]
    }

    /// The body of the answer to a GET.
    ///
    /// - Throws: `ValidationError`, with the server's own words where it has some.
    func get(_ url: String) async throws -> [UInt8] { try await body(.GET, url, json: nil) }

    /// The body of the answer to a POST.
    ///
    /// - Throws: `ValidationError`, with the server's own words where it has some.
    func post(_ url: String, json: String? = nil) async throws -> [UInt8] { try await body(.POST, url, json: json) }

    private func body(_ method: HTTPMethod, _ url: String, json: String?) async throws -> [UInt8] {
        var request = HTTPClientRequest(url: url)
        request.method = method
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        if let json {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(string: json))
        }
        let status: UInt
        let bytes: [UInt8]
        do {
            let response = try await HTTPClient.shared.execute(request, timeout: Self.timeout)
            status = response.status.code
            bytes = [UInt8](try await response.body.collect(upTo: Self.maximumBytes).readableBytesView)
        } catch {
            throw ValidationError("\(url) can't be reached: \(error)")
        }
        guard (200...299).contains(status) else {
            let problem = try? JSONDecoder().decode(AdminProblem.self, from: Data(bytes))
            throw ValidationError("\(url) answers \(status): \(problem?.detail ?? "no reason given")")
        }
        return bytes
    }
}

/// What a refusal says.
private struct AdminProblem: Decodable {
    var detail: String
}
