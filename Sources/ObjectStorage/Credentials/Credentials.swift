/// What requests are signed with, or a token that stands in them. Never shown: neither secret nor token stand in any
/// description.
package struct Credentials: Sendable, Hashable, Expiring, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// Public: it stands in every request.
    package let accessKey: String
    package let secretKey: String
    package let sessionToken: String?
    /// In place of keys: who bears it needs no signature.
    package let bearer: String?
    /// When they end, in seconds since 1970; `nil`: never.
    package let expiry: Int?

    package init(accessKey: String, secretKey: String, sessionToken: String? = nil, expiry: Int? = nil) {
        self.accessKey = accessKey
        self.secretKey = secretKey
        self.sessionToken = sessionToken?.isEmpty == true ? nil : sessionToken
        self.expiry = expiry
        bearer = nil
    }

    package init(bearer: String, expiry: Int?) {
        (accessKey, secretKey, sessionToken) = ("", "", nil)
        self.bearer = bearer
        self.expiry = expiry
    }

    package var description: String { bearer == nil ? "credentials of \(accessKey.prefix(4))…" : "a bearer's token" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// What holds for a while.
protocol Expiring: Sendable, Equatable {
    /// When it ends, in seconds since 1970; `nil`: nobody knows, or never.
    var expiry: Int? { get }
}

/// Where credentials may come from.
protocol CredentialPlace<Value>: Sendable {
    associatedtype Value: Expiring

    /// The credentials that are there now; `nil` when this place is not set up.
    ///
    /// - Throws: `credentialsFailed` when it is, and gives none; `cancelled`.
    func credentials() async throws(ObjectStoreError) -> Value?
}

/// Credentials of the settings: they never change.
struct StaticCredentials: CredentialPlace {
    let fixed: Credentials?

    func credentials() -> Credentials? { fixed }
}

/// Those of the process's environment: `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`.
struct EnvironmentCredentials: CredentialPlace {
    let environment: [String: String]

    func credentials() -> Credentials? {
        guard let key = environment["AWS_ACCESS_KEY_ID"], let secret = environment["AWS_SECRET_ACCESS_KEY"],
            !key.isEmpty, !secret.isEmpty
        else { return nil }
        return Credentials(accessKey: key, secretKey: secret, sessionToken: environment["AWS_SESSION_TOKEN"])
    }
}
