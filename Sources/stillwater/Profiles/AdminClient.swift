import ArgumentParser
import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// A client for the admin listener of a running service.
struct AdminClient: Sendable {
    private let token: String?

    /// One for the process, which nobody shuts down. `HTTPClient.shared` would give up a response that is silent for 90
    /// seconds, as that of a longer profile is.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration.singletonConfiguration
        configuration.timeout.read = nil
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    /// Longer than the longest profile that can be requested.
    private static let timeout = TimeAmount.minutes(15)
    private static let maximumBytes = 512 << 20

    /// `token` is the admin token; without one, that from the environment is used.
    init(token: String?) {
        self.token = token ?? ProcessInfo.processInfo.environment["STILLWATER_ADMIN_TOKEN"]
    }

    /// The body of the response to a GET.
    ///
    /// - Throws: `ValidationError`, with the server's own message if it has one.
    func get(_ url: String) async throws -> [UInt8] { try await body(.GET, url, json: nil) }

    /// The body of the response to a POST.
    ///
    /// - Throws: `ValidationError`, with the server's own message if it has one.
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
            let response = try await Self.client.execute(request, timeout: Self.timeout)
            status = response.status.code
            bytes = [UInt8](try await response.body.collect(upTo: Self.maximumBytes).readableBytesView)
        } catch {
            throw ValidationError("\(url) cannot be reached: \(error)")
        }
        guard (200...299).contains(status) else {
            let problem = try? JSONDecoder().decode(AdminProblem.self, from: Data(bytes))
            throw ValidationError("\(url) responded with \(status): \(problem?.detail ?? "no reason given")")
        }
        return bytes
    }
}

/// The content of an error response.
private struct AdminProblem: Decodable {
    var detail: String
}
