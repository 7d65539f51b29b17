import Waiting

/// Keeps credentials, and renews them before they end: one request for everybody.
actor CredentialKeeper<Value: Expiring> {
    /// How long before their end credentials are renewed.
    private let margin = 300
    /// How long a failed renewal is not repeated, while the credentials still hold.
    private let pause = 30

    private let places: [any CredentialPlace<Value>]
    private let now: @Sendable () -> Int
    private var current: Value?
    private var nextRenewal = 0
    private var renewal: Task<Result<Value, ObjectStoreError>, Never>?

    /// Asks `places` in their order; the first that is set up counts. `now` is in seconds since 1970.
    init(_ places: [any CredentialPlace<Value>], now: @escaping @Sendable () -> Int) {
        self.places = places
        self.now = now
    }

    /// Credentials that hold; new ones in place of `rejected`, which a service did not take any more.
    ///
    /// - Throws: `noCredentials`, `credentialsFailed`, `cancelled`.
    func credentials(inPlaceOf rejected: Value? = nil) async throws(ObjectStoreError) -> Value {
        if let current, current != rejected, !isDue(current) { return current }
        let result = await renewed()
        if case .failure(let error) = result {
            guard let current, current != rejected, current.expiry.map({ $0 > now() }) ?? true else { throw error }
            nextRenewal = now() + pause
            return current
        }
        return try result.get()
    }

    private func isDue(_ credentials: Value) -> Bool {
        guard let expiry = credentials.expiry else { return false }
        return now() >= expiry || now() >= max(expiry - margin, nextRenewal)
    }

    /// A task of its own, since it goes on for the others when the one that began it is cancelled.
    private func renewed() async -> Result<Value, ObjectStoreError> {
        if let renewal { return await renewal.value }
        let task = Task { [places] in
            await Result { () async throws(ObjectStoreError) in try await Self.first(of: places) }
        }
        renewal = task
        let result = await task.value
        renewal = nil
        if case .success(let credentials) = result {
            current = credentials
            nextRenewal = 0
        }
        return result
    }

    private static func first(of places: [any CredentialPlace<Value>]) async throws(ObjectStoreError) -> Value {
        for place in places {
            if let credentials = try await place.credentials() { return credentials }
        }
        throw ObjectStoreError(
            .noCredentials,
            "There are no credentials for the object store: neither in the settings, nor in the environment, a profile, "
                + "a web identity, the container's or the machine's metadata.")
    }
}
