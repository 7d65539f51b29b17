/// The buckets that requests may name as sources.
package struct BucketRules: Sendable, Hashable {
    /// The schemes that are switched on.
    package var schemes: Set<StoreScheme> = []
    /// By scheme; none: all that are not denied.
    package var allowed: [StoreScheme: Set<String>] = [:]
    package var denied: [StoreScheme: Set<String>] = [:]

    package init() {}

    /// Whether sources of `scheme` may be read at all.
    package func isOn(_ scheme: StoreScheme) -> Bool { schemes.contains(scheme) }

    /// Whether a request may name `bucket`.
    package func allows(_ bucket: String, _ scheme: StoreScheme) -> Bool {
        guard isOn(scheme), denied[scheme]?.contains(bucket) != true else { return false }
        guard let allowed = allowed[scheme], !allowed.isEmpty else { return true }
        return allowed.contains(bucket)
    }
}
