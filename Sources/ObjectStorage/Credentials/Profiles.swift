import Foundation

/// The profiles of AWS's tools: `~/.aws/credentials` and `~/.aws/config`, or the files that the environment names.
struct Profiles: Sendable {
    let environment: [String: String]
    /// The profile that the settings name.
    let chosen: String?

    /// The name of the profile in use.
    var name: String { chosen ?? Self.filled(environment["AWS_PROFILE"]) ?? "default" }

    /// The settings of a profile, from both files; what the file of credentials says counts more. Blocks shortly.
    func settings(of name: String) -> [String: String] {
        let credentials = file("AWS_SHARED_CREDENTIALS_FILE", "credentials").profile(name)
        return credentials.merging(file("AWS_CONFIG_FILE", "config").profile(name)) { first, _ in first }
    }

    private func file(_ variable: String, _ standard: String) -> ProfileFile {
        let path = Self.filled(environment[variable]) ?? environment["HOME"].map { "\($0)/.aws/\(standard)" }
        // Most machines have none.
        let text = path.flatMap { try? String(contentsOfFile: $0, encoding: .utf8) }
        return ProfileFile(parsing: text ?? "")
    }

    static func filled(_ text: String?) -> String? { text?.isEmpty == false ? text : nil }
}

/// Keys of a profile, or the role that it names.
struct ProfileCredentials: CredentialPlace {
    let profiles: Profiles
    let tokens: SecurityTokenService

    func credentials() async throws(ObjectStoreError) -> Credentials? {
        let (name, settings) = (profiles.name, profiles.settings(of: profiles.name))
        if settings.isEmpty, let chosen = profiles.chosen {
            throw ObjectStoreError(.credentialsFailed, "There is no profile \(chosen) in the files of AWS's tools.")
        }
        guard let role = settings["role_arn"] else { return Self.keys(settings) }
        let session = settings["role_session_name"] ?? SecurityTokenService.sessionName
        if let file = settings["web_identity_token_file"] {
            return try await tokens.assume(role, session: session, tokenFile: file)
        }
        guard let source = settings["source_profile"], let keys = Self.keys(profiles.settings(of: source)) else {
            throw ObjectStoreError(
                .credentialsFailed,
                "The profile \(name) names a role, but no source_profile with keys and no web_identity_token_file.")
        }
        return try await tokens.assume(role, session: session, externalID: settings["external_id"], by: keys)
    }

    private static func keys(_ settings: [String: String]) -> Credentials? {
        guard let key = settings["aws_access_key_id"], let secret = settings["aws_secret_access_key"] else {
            return nil
        }
        return Credentials(accessKey: key, secretKey: secret, sessionToken: settings["aws_session_token"])
    }
}
