import Foundation

/// What the metadata services of containers and machines answer with.
private struct MetadataReply: Decodable {
    let accessKeyID: String
    let secretAccessKey: String
    let token: String?
    let expiration: String?

    enum CodingKeys: String, CodingKey {
        case accessKeyID = "AccessKeyId"
        case secretAccessKey = "SecretAccessKey"
        case token = "Token"
        case expiration = "Expiration"
    }

    /// - Throws: `credentialsFailed`; the reply is not repeated.
    static func credentials(in body: [UInt8], from place: String) throws(ObjectStoreError) -> Credentials {
        guard let reply = try? JSONDecoder().decode(MetadataReply.self, from: Data(body)) else {
            throw ObjectStoreError(.credentialsFailed, "\(place) answered without credentials.")
        }
        return Credentials(
            accessKey: reply.accessKeyID, secretKey: reply.secretAccessKey, sessionToken: reply.token,
            expiry: reply.expiration.flatMap { CalendarTime(iso8601: $0)?.secondsSince1970 })
    }
}

/// Credentials of a container in ECS, or of a pod in EKS, from the service that the environment names.
struct ContainerCredentials: CredentialPlace {
    let environment: [String: String]
    let client: StoreClient

    private static let place = "The service for the container's credentials"
    /// Beside loopback, the only hosts that a token goes to without TLS: those of ECS, and of EKS in both families.
    private static let plainHosts: Set = ["169.254.170.2", "169.254.170.23", "fd00:ec2::23"]

    func credentials() async throws(ObjectStoreError) -> Credentials? {
        guard let url = try url() else { return nil }
        var request = StoreRequest(
            "GET", url.endpoint, path: url.endpoint.basePath.isEmpty ? "/" : url.endpoint.basePath)
        request.query = url.query
        request.set("Authorization", try token())
        let reply: StoreReply
        do throws(ObjectStoreError) {
            reply = try await client.reply(to: request, deadline: .now + .seconds(2))
        } catch {
            throw Self.failure("did not answer", error)
        }
        guard reply.status == 200 else { throw Self.failure("answered with status \(reply.status)") }
        return try MetadataReply.credentials(in: reply.body, from: Self.place)
    }

    private func url() throws(ObjectStoreError) -> (endpoint: StoreEndpoint, query: [(name: String, value: String)])? {
        if let path = Profiles.filled(environment["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"]) {
            return try Self.parsed("http://169.254.170.2" + path)
        }
        guard let text = Profiles.filled(environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"]) else { return nil }
        let url = try Self.parsed(text)
        let host = url.endpoint.host
        guard url.endpoint.isSecure || Self.plainHosts.contains(host) || Self.isLoopback(host) else {
            throw Self.failure("must be at an https URL, a loopback address or one of AWS's own")
        }
        return url
    }

    private static func parsed(
        _ text: String
    ) throws(ObjectStoreError) -> (endpoint: StoreEndpoint, query: [(name: String, value: String)]) {
        let parts = text.split(separator: "?", maxSplits: 1)
        var query: [(name: String, value: String)] = []
        for pair in parts.dropFirst().first?.split(separator: "&") ?? [] {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = URIEncoding.decodedForm(String(halves[0])),
                let value = URIEncoding.decodedForm(halves.count == 2 ? String(halves[1]) : "")
            else { throw failure("has a malformed URL") }
            query.append((name, value))
        }
        do throws(ObjectStoreError) {
            return (try StoreEndpoint(parsing: String(parts.first ?? "")), query)
        } catch {
            throw failure("has a malformed URL", error)
        }
    }

    static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || host.wholeMatch(of: /127\.[0-9]+\.[0-9]+\.[0-9]+/) != nil
    }

    /// What the service wants to see; from a file, it is read anew each time.
    private func token() throws(ObjectStoreError) -> String? {
        guard let file = Profiles.filled(environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"]) else {
            return Profiles.filled(environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"])
        }
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            throw Self.failure("wants a token whose file cannot be read")
        }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func failure(_ reason: String, _ cause: ObjectStoreError? = nil) -> ObjectStoreError {
        if cause?.code == .cancelled { return .cancelled(cause) }
        return ObjectStoreError(.credentialsFailed, "\(place) \(reason).", cause: cause)
    }
}

/// Credentials of the machine, by the metadata service of EC2, version 2: never by version 1, which asks for no token.
struct InstanceCredentials: CredentialPlace {
    let environment: [String: String]
    let client: StoreClient

    private static let place = "The machine's metadata service"
    private static let path = "/latest/meta-data/iam/security-credentials/"
    private static let time = Duration.seconds(1)

    func credentials() async throws(ObjectStoreError) -> Credentials? {
        guard environment["AWS_EC2_METADATA_DISABLED"]?.lowercased() != "true" else { return nil }
        let endpoint = try endpoint()
        var opening = StoreRequest("PUT", endpoint, path: endpoint.basePath + "/latest/api/token")
        opening.set("X-aws-ec2-metadata-token-ttl-seconds", "21600")
        // Elsewhere than in EC2 nobody answers, or somebody else does.
        guard let session = try await reply(to: opening), session.status == 200 else { return nil }
        let token = String(decoding: session.body, as: UTF8.self)
        guard let roles = try await reply(to: request(endpoint, Self.path, token)), roles.status == 200 else {
            return nil
        }
        let name = String(decoding: roles.body, as: UTF8.self).split(whereSeparator: \.isNewline).first ?? ""
        guard !name.isEmpty else { return nil }
        guard let found = try await reply(to: request(endpoint, Self.path + URIEncoding.path(String(name)), token)),
            found.status == 200
        else {
            throw ObjectStoreError(.credentialsFailed, "\(Self.place) names a role, but gives no credentials of it.")
        }
        return try MetadataReply.credentials(in: found.body, from: Self.place)
    }

    private func endpoint() throws(ObjectStoreError) -> StoreEndpoint {
        guard let text = Profiles.filled(environment["AWS_EC2_METADATA_SERVICE_ENDPOINT"]) else {
            return StoreEndpoint(isSecure: false, host: "169.254.169.254")
        }
        return try StoreEndpoint(parsing: text)
    }

    private func request(_ endpoint: StoreEndpoint, _ path: String, _ token: String) -> StoreRequest {
        var request = StoreRequest("GET", endpoint, path: endpoint.basePath + path)
        request.set("X-aws-ec2-metadata-token", token)
        return request
    }

    /// `nil` when nobody answers in time.
    private func reply(to request: StoreRequest) async throws(ObjectStoreError) -> StoreReply? {
        do throws(ObjectStoreError) {
            return try await client.reply(to: request, deadline: .now + Self.time)
        } catch {
            guard error.code == .connectFailed || error.code == .timedOut else { throw error }
            return nil
        }
    }
}
