import Cryptography
package import Foundation
import ImageModel

/// A service account of Google's, as its JSON file has it. Its key stands in no description.
package struct ServiceAccount: Sendable, CustomReflectable, CustomStringConvertible {
    let address: String
    let keyID: String?
    let key: RSASignature
    /// Where tokens are asked for: host and path.
    let tokenEndpoint: StoreEndpoint

    private struct File: Decodable {
        let clientEmail: String
        let privateKey: String
        let privateKeyID: String?
        let tokenURI: String?

        enum CodingKeys: String, CodingKey {
            case clientEmail = "client_email"
            case privateKey = "private_key"
            case privateKeyID = "private_key_id"
            case tokenURI = "token_uri"
        }
    }

    /// - Throws: `notConfigured`; nothing of the text is repeated.
    package init(json: Data) throws(ObjectStoreError) {
        guard let file = try? JSONDecoder().decode(File.self, from: json) else {
            throw ObjectStoreError(
                .notConfigured, "expected the key of a service account: JSON with client_email and private_key")
        }
        do {
            key = try RSASignature(pem: file.privateKey)
        } catch {
            throw ObjectStoreError(.notConfigured, "the service account's private_key cannot be used: \(error)")
        }
        tokenEndpoint = try StoreEndpoint(parsing: file.tokenURI ?? "https://oauth2.googleapis.com/token")
        guard tokenEndpoint.isSecure || ContainerCredentials.isLoopback(tokenEndpoint.host) else {
            throw ObjectStoreError(.notConfigured, "the service account's token_uri must be an https URL")
        }
        address = file.clientEmail
        keyID = file.privateKeyID
    }

    package var description: String { "service account \(address)" }
    package var customMirror: Mirror { Mirror(self, children: []) }

    /// A statement, signed with RS256, that this account wants a token (RFC 7523; "OAuth 2.0 for server to server applications").
    ///
    /// - Throws: `credentialsFailed`.
    func assertion(at now: Int) throws(ObjectStoreError) -> String {
        struct Head: Encodable {
            let alg = "RS256"
            let typ = "JWT"
            let kid: String?
        }
        struct Claims: Encodable {
            let iss: String
            let scope = "https://www.googleapis.com/auth/devstorage.read_write"
            let aud: String
            let iat: Int
            let exp: Int
        }
        let claims = Claims(iss: address, aud: "\(tokenEndpoint)", iat: now, exp: now + 3600)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            let text = [try encoder.encode(Head(kid: keyID)), try encoder.encode(claims)]
                .map(Self.base64).joined(separator: ".")
            return "\(text).\(Self.base64(Data(try key.code(for: Array(text.utf8)))))"
        } catch {
            throw ObjectStoreError(
                .credentialsFailed, "The service account's statement cannot be signed.", cause: error)
        }
    }

    /// Base64 for URLs, without padding (RFC 4648, section 5).
    private static func base64(_ data: Data) -> String {
        data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}

/// Tokens of Google's, which last an hour.
private enum GoogleToken {
    private struct Reply: Decodable {
        let token: String
        let seconds: Int?

        enum CodingKeys: String, CodingKey {
            case token = "access_token"
            case seconds = "expires_in"
        }
    }

    static func credentials(
        in reply: StoreReply, at now: Int, from place: String
    ) throws(ObjectStoreError) -> Credentials {
        guard reply.status == 200 else {
            throw ObjectStoreError(.credentialsFailed, "\(place) answered with status \(reply.status).")
        }
        guard let found = try? JSONDecoder().decode(Reply.self, from: Data(reply.body)) else {
            throw ObjectStoreError(.credentialsFailed, "\(place) answered without a token.")
        }
        return Credentials(bearer: found.token, expiry: now + max(0, min(found.seconds ?? 3600, 86_400)))
    }
}

/// Tokens for a service account.
struct ServiceAccountCredentials: CredentialPlace {
    let account: ServiceAccount
    let client: StoreClient
    let clock: StoreClock

    private static let place = "Google's token service"

    func credentials() async throws(ObjectStoreError) -> Credentials? {
        let endpoint = account.tokenEndpoint
        let now = clock.now()
        var request = StoreRequest("POST", endpoint, path: endpoint.basePath.isEmpty ? "/" : endpoint.basePath)
        request.set("Content-Type", "application/x-www-form-urlencoded")
        let body =
            "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion="
            + (try account.assertion(at: now))
        request.body = EncodedBytes(sharing: Array(body.utf8))
        let reply: StoreReply
        do throws(ObjectStoreError) {
            reply = try await client.reply(to: request, deadline: .now + .seconds(10))
        } catch {
            if error.code == .cancelled { throw error }
            throw ObjectStoreError(.credentialsFailed, "\(Self.place) did not answer.", cause: error)
        }
        return try GoogleToken.credentials(in: reply, at: now, from: Self.place)
    }
}

/// Tokens for the account of the machine, or of the pod, by Google's metadata service.
struct GoogleMachineCredentials: CredentialPlace {
    let environment: [String: String]
    let client: StoreClient
    let clock: StoreClock

    func credentials() async throws(ObjectStoreError) -> Credentials? {
        let host = Profiles.filled(environment["GCE_METADATA_HOST"]) ?? "metadata.google.internal"
        let endpoint = try StoreEndpoint(parsing: "http://\(host)")
        var request = StoreRequest(
            "GET", endpoint, path: "/computeMetadata/v1/instance/service-accounts/default/token")
        request.set("Metadata-Flavor", "Google")
        let now = clock.now()
        do throws(ObjectStoreError) {
            let reply = try await client.reply(to: request, deadline: .now + .seconds(1))
            return try GoogleToken.credentials(in: reply, at: now, from: "The machine's metadata service")
        } catch {
            // Elsewhere than at Google there is no such name.
            guard error.code == .connectFailed || error.code == .timedOut else { throw error }
            return nil
        }
    }
}
