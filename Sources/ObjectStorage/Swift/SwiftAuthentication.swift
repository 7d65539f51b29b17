import Foundation
import ImageModel

/// Sessions by TempAuth (version 1), and by Keystone (Identity API version 3, "Password authentication with scoped
/// authorization").
struct SwiftAuthentication: CredentialPlace {
    let configuration: SwiftConfiguration
    let client: StoreClient
    let clock: StoreClock

    private static let time = Duration.seconds(10)

    func credentials() async throws(ObjectStoreError) -> SwiftSession? {
        guard let url = configuration.authURL, let user = configuration.user, let key = configuration.key else {
            throw ObjectStoreError(
                .noCredentials,
                "OpenStack Swift needs an auth URL, a user and a key (swift-auth-url, swift-user, swift-key).")
        }
        return configuration.usesKeystone
            ? try await keystone(url, user, key.text) : try await tempAuth(url, user, key.text)
    }

    private func tempAuth(
        _ url: StoreEndpoint, _ user: String, _ key: String
    ) async throws(ObjectStoreError) -> SwiftSession {
        var request = StoreRequest("GET", url, path: url.basePath.isEmpty ? "/" : url.basePath)
        request.set("X-Auth-User", user)
        request.set("X-Auth-Key", key)
        let reply = try await reply(to: request)
        guard (200..<300).contains(reply.status) else { throw Self.failure("answered with status \(reply.status)") }
        guard let token = reply.field("X-Auth-Token"),
            let storage = try reply.field("X-Storage-Url").map(Self.endpoint)
        else { throw Self.failure("answered without a token") }
        let seconds = reply.field("X-Auth-Token-Expires").flatMap { Int($0) }
        return SwiftSession(token: token, storage: storage, expiry: seconds.map { clock.now() + max(0, $0) })
    }

    private func keystone(
        _ url: StoreEndpoint, _ user: String, _ password: String
    ) async throws(ObjectStoreError) -> SwiftSession {
        var request = StoreRequest("POST", url, path: url.basePath + "/auth/tokens")
        request.set("Content-Type", "application/json")
        let question = KeystoneQuestion(
            user: user, password: password, domain: configuration.domain, project: configuration.tenant)
        guard let body = try? JSONEncoder().encode(question) else { throw Self.failure("cannot be asked") }
        request.body = EncodedBytes(sharing: Array(body))
        let reply = try await reply(to: request)
        guard reply.status == 201 else { throw Self.failure("answered with status \(reply.status)") }
        guard let token = reply.field("X-Subject-Token"),
            let answer = try? JSONDecoder().decode(KeystoneAnswer.self, from: Data(reply.body))
        else { throw Self.failure("answered without a token") }
        guard let storage = answer.storage(in: configuration.region) else {
            throw Self.failure(
                "lists no public object store for the project\(configuration.region.map { " in \($0)" } ?? "")")
        }
        return SwiftSession(
            token: token, storage: try Self.endpoint(storage),
            expiry: CalendarTime(iso8601: answer.token.expiry)?.secondsSince1970)
    }

    private func reply(to request: StoreRequest) async throws(ObjectStoreError) -> StoreReply {
        do throws(ObjectStoreError) {
            return try await client.reply(to: request, deadline: .now + Self.time)
        } catch {
            throw error.code == .cancelled ? error : Self.failure("did not answer", error)
        }
    }

    private static func endpoint(_ text: String) throws(ObjectStoreError) -> StoreEndpoint {
        do throws(ObjectStoreError) { return try StoreEndpoint(parsing: text) } catch {
            throw failure("gives a URL for the store that cannot be used", error)
        }
    }

    private static func failure(_ reason: String, _ cause: ObjectStoreError? = nil) -> ObjectStoreError {
        ObjectStoreError(.credentialsFailed, "OpenStack's identity service \(reason).", cause: cause)
    }
}

/// What Keystone is asked.
private struct KeystoneQuestion: Encodable {
    private struct Domain: Encodable { let name: String }
    private struct User: Encodable {
        let name: String
        let domain: Domain
        let password: String
    }
    private struct Password: Encodable { let user: User }
    private struct Identity: Encodable {
        let methods = ["password"]
        let password: Password
    }
    private struct Project: Encodable {
        let name: String
        let domain: Domain
    }
    private struct Scope: Encodable { let project: Project }
    private struct Auth: Encodable {
        let identity: Identity
        let scope: Scope?
    }

    private let auth: Auth

    init(user: String, password: String, domain: String, project: String?) {
        let domain = Domain(name: domain)
        auth = Auth(
            identity: Identity(password: Password(user: User(name: user, domain: domain, password: password))),
            scope: project.map { Scope(project: Project(name: $0, domain: domain)) })
    }
}

/// What Keystone answers.
private struct KeystoneAnswer: Decodable {
    struct Endpoint: Decodable {
        let interface: String
        let region: String?
        let url: String
    }
    struct Service: Decodable {
        let type: String
        let endpoints: [Endpoint]
    }
    struct Token: Decodable {
        let expiry: String
        let catalog: [Service]?

        enum CodingKeys: String, CodingKey {
            case expiry = "expires_at"
            case catalog
        }
    }

    let token: Token

    func storage(in region: String?) -> String? {
        let endpoints = token.catalog?.first { $0.type == "object-store" }?.endpoints ?? []
        return endpoints.first { $0.interface == "public" && (region == nil || $0.region == region) }?.url
    }
}
