import Foundation

/// How S3 is spoken to, and by whom.
package struct S3Configuration: Sendable {
    /// `nil`: that of the environment or the profile, else `us-east-1`.
    package var region: String?
    package var endpoints = S3Endpoints()
    /// In place of all other places.
    package var credentials: Credentials?
    /// A profile of AWS's tools.
    package var profile: String?
    /// A role that is taken on with the credentials that were found.
    package var role: String?
    package var externalID: String?
    /// In place of AWS's service for credentials of roles.
    package var tokenService: StoreEndpoint?
    /// What all objects are stored with.
    package var writing = S3WriteSettings()
    /// The process's environment.
    package var environment = ProcessInfo.processInfo.environment
    package var backoff = Backoff()

    package init() {}

    /// The region of requests as long as a bucket's own is not known.
    var knownRegion: String {
        let profiles = Profiles(environment: environment, chosen: profile)
        return region ?? Profiles.filled(environment["AWS_REGION"])
            ?? Profiles.filled(environment["AWS_DEFAULT_REGION"])
            ?? profiles.settings(of: profiles.name)["region"] ?? "us-east-1"
    }

    /// Where credentials come from, in the order of AWS's tools.
    func keeper(_ client: StoreClient, _ clock: StoreClock) -> CredentialKeeper<Credentials> {
        let region = knownRegion
        let tokens = SecurityTokenService(
            client: client, endpoint: tokenService ?? SecurityTokenService.endpoint(in: region), region: region,
            clock: clock)
        let found = CredentialKeeper(places(client, tokens), now: clock.now)
        guard let role else { return found }
        return CredentialKeeper(
            [AssumedRoleCredentials(role: role, externalID: externalID, keeper: found, tokens: tokens)],
            now: clock.now)
    }

    private func places(_ client: StoreClient, _ tokens: SecurityTokenService) -> [any CredentialPlace<Credentials>] {
        if let credentials { return [StaticCredentials(fixed: credentials)] }
        let named = ProfileCredentials(
            profiles: Profiles(environment: environment, chosen: profile), tokens: tokens)
        // A profile that the settings name stands above the environment.
        if profile != nil { return [named] }
        return [
            EnvironmentCredentials(environment: environment), named,
            WebIdentityCredentials(environment: environment, tokens: tokens),
            ContainerCredentials(environment: environment, client: client),
            InstanceCredentials(environment: environment, client: client),
        ]
    }
}

/// What S3 stores all objects of ours with.
package struct S3WriteSettings: Sendable, Hashable {
    /// `STANDARD_IA`, …
    package var storageClass: String?
    /// `AES256`, `aws:kms`, `aws:kms:dsse`
    package var encryption: String?
    package var encryptionKey: String?
    /// `public-read`, …
    package var accessControl: String?

    package init() {}
}
