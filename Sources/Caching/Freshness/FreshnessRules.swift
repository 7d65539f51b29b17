/// How long answers are kept, by what the origin of their source says and what is set here.
package struct FreshnessRules: Sendable, Hashable {
    /// What the origin said of its answer; seconds.
    package struct Origin: Sendable, Hashable {
        package var sharedMaxAge: Int?
        package var maxAge: Int?
        /// Seconds from its `Date`, or from now, until its `Expires`; 0 or less for one that is over or no date.
        package var expires: Int?
        /// How old it was already when it came (`Age`).
        package var age = 0
        package var staleWhileRevalidate: Int?
        package var staleIfError: Int?
        /// `no-store`: it is not kept at all.
        package var forbidsStoring = false
        /// `private`: it is meant for one client.
        package var isPrivate = false
        /// `no-cache`: it is never used without asking.
        package var asksEachTime = false

        package init() {}
    }

    /// Answers whose origin says nothing are fresh for this long, in seconds.
    package var usual = 3600
    /// The bounds of what an origin says.
    package var shortest = 0
    package var longest = 30 * 86_400
    /// Every answer is fresh for this long, whatever its origin says; `nil` lets the origin decide.
    package var fixed: Int?
    /// Where the origin says nothing of it (RFC 5861).
    package var staleWhileRevalidate = 60
    package var staleIfError = 86_400
    /// Whether answers that are `private`, or of sources with credentials, are kept for everybody.
    package var keepsPrivate = false
    /// Whether answers are kept although their origin says `no-store`.
    package var ignoresNoStore = false

    package init() {}

    /// How long an answer may be used whose source came with `origin`; `nil` when it must not be kept. `hasCredentials`: the
    /// request to the origin carried some that are its client's.
    package func lifetime(_ origin: Origin, hasCredentials: Bool = false) -> Lifetime? {
        if origin.forbidsStoring && !ignoresNoStore { return nil }
        if (origin.isPrivate || hasCredentials && origin.sharedMaxAge == nil) && !keepsPrivate { return nil }
        let fresh = max(0, freshness(origin))
        return Lifetime(
            fresh: fresh * 1000,
            staleWhileRevalidate: bounded(origin.staleWhileRevalidate ?? staleWhileRevalidate) * 1000,
            staleIfError: bounded(origin.staleIfError ?? staleIfError) * 1000)
    }

    // RFC 9111, section 4.2.1: a shared cache takes s-maxage, then max-age, then Expires.
    private func freshness(_ origin: Origin) -> Int {
        if let fixed { return fixed }
        if origin.asksEachTime { return shortest }
        guard let told = origin.sharedMaxAge ?? origin.maxAge ?? origin.expires else { return bounded(usual) }
        return max(shortest, bounded(told) - bounded(origin.age))
    }

    private func bounded(_ seconds: Int) -> Int { min(max(seconds, 0), longest) }
}
