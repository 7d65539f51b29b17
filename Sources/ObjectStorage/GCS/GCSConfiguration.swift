import Foundation

/// How Google Cloud Storage is spoken to, and by whom.
package struct GCSConfiguration: Sendable {
    package var endpoint = StoreEndpoint(isSecure: true, host: "storage.googleapis.com")
    /// An HMAC key.
    package var keys: Credentials?
    package var account: ServiceAccount?
    /// Why the file that Google's variable names is none of a service account, if it is not.
    package var accountFailure: ObjectStoreError?
    /// Of `writing`, storage class and access control.
    package var writing = S3WriteSettings()
    /// The process's environment.
    package var environment = ProcessInfo.processInfo.environment
    package var backoff = Backoff()

    package init() {}

    /// Where credentials come from: the settings, else the machine.
    func keeper(_ client: StoreClient, _ clock: StoreClock) -> CredentialKeeper<Credentials> {
        var places: [any CredentialPlace<Credentials>] = [StaticCredentials(fixed: keys)]
        if let account {
            places.append(ServiceAccountCredentials(account: account, client: client, clock: clock))
        }
        if let accountFailure { places.append(UnusableAccount(reason: accountFailure)) }
        places.append(GoogleMachineCredentials(environment: environment, client: client, clock: clock))
        return CredentialKeeper(places, now: clock.now)
    }
}

/// A file that was set up for credentials, and has none that can be used.
private struct UnusableAccount: CredentialPlace {
    let reason: ObjectStoreError

    func credentials() async throws(ObjectStoreError) -> Credentials? {
        throw ObjectStoreError(
            .credentialsFailed, "GOOGLE_APPLICATION_CREDENTIALS names no key of a service account.", cause: reason)
    }
}
