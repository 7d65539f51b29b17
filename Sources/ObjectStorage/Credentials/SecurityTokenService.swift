import Foundation
import ImageModel

/// AWS's service for credentials that last an hour: by a role and a token of an identity provider, or by a role and other
/// credentials.
struct SecurityTokenService: Sendable {
    let client: StoreClient
    let endpoint: StoreEndpoint
    let region: String
    let clock: StoreClock

    static let sessionName = "stillwater"
    private static let time = Duration.seconds(10)

    /// The endpoint of AWS's own service in `region`.
    static func endpoint(in region: String) -> StoreEndpoint {
        StoreEndpoint(isSecure: true, host: "sts.\(region).\(S3Endpoints.domain(of: region))")
    }

    /// Credentials of `role` by the token in `tokenFile`, which is read anew each time: it is changed under way.
    ///
    /// - Throws: `credentialsFailed`, `cancelled`.
    func assume(_ role: String, session: String, tokenFile: String) async throws(ObjectStoreError) -> Credentials {
        guard let token = try? String(contentsOfFile: tokenFile, encoding: .utf8) else {
            throw ObjectStoreError(.credentialsFailed, "The file with the token of the web identity cannot be read.")
        }
        let request = request([
            ("Action", "AssumeRoleWithWebIdentity"), ("RoleArn", role), ("RoleSessionName", session),
            ("WebIdentityToken", token.trimmingCharacters(in: .whitespacesAndNewlines)),
        ])
        return try await credentials(request)
    }

    /// Credentials of `role`, by those of somebody who may take it on.
    ///
    /// - Throws: `credentialsFailed`, `cancelled`.
    func assume(
        _ role: String, session: String, externalID: String?, by credentials: Credentials
    ) async throws(ObjectStoreError) -> Credentials {
        var fields = [("Action", "AssumeRole"), ("RoleArn", role), ("RoleSessionName", session)]
        if let externalID { fields.append(("ExternalId", externalID)) }
        var request = request(fields)
        let signature = AWSSignature(
            credentials: credentials, region: region, service: "sts",
            time: CalendarTime(secondsSince1970: clock.now()))
        signature.sign(&request, payload: PayloadHash.of(request.body))
        return try await self.credentials(request)
    }

    private func request(_ fields: [(String, String)]) -> StoreRequest {
        let text = (fields + [("Version", "2011-06-15")])
            .map { "\($0.0)=\(URIEncoding.component($0.1))" }.joined(separator: "&")
        var request = StoreRequest("POST", endpoint, path: endpoint.basePath + "/")
        request.set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
        request.body = EncodedBytes(sharing: Array(text.utf8))
        return request
    }

    private func credentials(_ request: StoreRequest) async throws(ObjectStoreError) -> Credentials {
        let reply: StoreReply
        do throws(ObjectStoreError) {
            reply = try await client.reply(to: request, deadline: .now + Self.time)
        } catch {
            throw Self.failure("did not answer", error)
        }
        let tree = XMLNode(parsing: reply.body)
        guard reply.status == 200 else {
            let code = StoreWord.checked(tree?.first("Error")?.text("Code"))
            throw Self.failure("answered with status \(reply.status)\(code.map { " (\($0))" } ?? "")")
        }
        guard let found = tree?.first("Credentials"), let key = found.text("AccessKeyId"),
            let secret = found.text("SecretAccessKey"), let token = found.text("SessionToken"),
            let expiry = found.text("Expiration").flatMap({ CalendarTime(iso8601: $0) })
        else { throw Self.failure("answered without credentials") }
        return Credentials(
            accessKey: key, secretKey: secret, sessionToken: token, expiry: expiry.secondsSince1970)
    }

    private static func failure(_ reason: String, _ cause: ObjectStoreError? = nil) -> ObjectStoreError {
        if cause?.code == .cancelled { return .cancelled(cause) }
        return ObjectStoreError(
            .credentialsFailed, "The service that gives credentials for a role \(reason).", cause: cause)
    }
}

/// Credentials of a role, by a token of an identity provider that stands in a file: `AWS_ROLE_ARN`,
/// `AWS_WEB_IDENTITY_TOKEN_FILE`.
struct WebIdentityCredentials: CredentialPlace {
    let environment: [String: String]
    let tokens: SecurityTokenService

    func credentials() async throws(ObjectStoreError) -> Credentials? {
        guard let file = Profiles.filled(environment["AWS_WEB_IDENTITY_TOKEN_FILE"]),
            let role = Profiles.filled(environment["AWS_ROLE_ARN"])
        else { return nil }
        let session = Profiles.filled(environment["AWS_ROLE_SESSION_NAME"]) ?? SecurityTokenService.sessionName
        return try await tokens.assume(role, session: session, tokenFile: file)
    }
}

/// Credentials of a role, by those that were found otherwise.
struct AssumedRoleCredentials: CredentialPlace {
    let role: String
    let externalID: String?
    let keeper: CredentialKeeper<Credentials>
    let tokens: SecurityTokenService

    func credentials() async throws(ObjectStoreError) -> Credentials? {
        try await tokens.assume(
            role, session: SecurityTokenService.sessionName, externalID: externalID,
            by: try await keeper.credentials())
    }
}
