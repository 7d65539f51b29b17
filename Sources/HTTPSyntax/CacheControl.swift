/// The value of a response's `Cache-Control` header (RFC 9111, 5.2.2; RFC 5861; RFC 8246).
package struct CacheControl: Sendable, Hashable, CustomStringConvertible {
    /// Seconds that a cache may use the response, and a shared one in particular.
    package var maxAge: Int?
    package var sharedMaxAge: Int?
    package var isPublic = false
    package var isPrivate = false
    package var isNoStore = false
    package var isNoCache = false
    package var isNoTransform = false
    package var isMustRevalidate = false
    package var isProxyRevalidate = false
    package var isImmutable = false
    /// Seconds that an expired response may still be used: while a new one is fetched, and if none can be fetched.
    package var staleWhileRevalidate: Int?
    package var staleIfError: Int?

    package init() {}

    /// Reads the value; several headers are joined with commas. Unknown directives are dropped. If one occurs twice,
    /// the lower value counts; an invalid number counts as 0, so that unclear responses are stale (RFC 9111, 4.2.1).
    package init(_ text: String) {
        for (name, value) in Self.directives(text) { apply(name, value) }
    }

    /// The value for this service's own answers: anybody may keep them for `ttl` seconds; with 0, only after
    /// revalidation.
    package init(ttl: Int) {
        if ttl > 0 {
            maxAge = ttl
            isPublic = true
        } else {
            isNoCache = true
        }
    }

    /// Seconds that a shared cache may use the response without asking: `s-maxage`, else `max-age`; `nil` if neither is
    /// there; 0 if it must not keep it, or has to ask each time (RFC 9111, 3 and 4.2.1).
    package var sharedLifetime: Int? {
        isPrivate || isNoStore || isNoCache ? 0 : sharedMaxAge ?? maxAge
    }

    /// The same for no longer than `ttl` seconds, also where an answer is stale; with 0, only after asking again.
    package func limited(to ttl: Int) -> CacheControl {
        var limited = self
        (limited.isImmutable, limited.staleWhileRevalidate, limited.staleIfError) = (false, nil, nil)
        let mayBeKept = ttl > 0 && !isNoStore && !isNoCache
        limited.maxAge = mayBeKept ? min(maxAge ?? ttl, ttl) : nil
        limited.sharedMaxAge = mayBeKept ? sharedMaxAge.map { min($0, ttl) } : nil
        if !mayBeKept, !isNoStore { (limited.isNoCache, limited.isPublic) = (true, false) }
        return limited
    }

    /// The header's value; empty if there are no directives.
    package var description: String {
        let seconds = [
            ("max-age", maxAge), ("s-maxage", sharedMaxAge), ("stale-while-revalidate", staleWhileRevalidate),
            ("stale-if-error", staleIfError),
        ]
        let switches = [
            ("public", isPublic), ("private", isPrivate), ("no-store", isNoStore), ("no-cache", isNoCache),
            ("no-transform", isNoTransform), ("must-revalidate", isMustRevalidate),
            ("proxy-revalidate", isProxyRevalidate), ("immutable", isImmutable),
        ]
        let texts = seconds.compactMap { name, value in value.map { "\(name)=\($0)" } }
        return (texts + switches.compactMap { $0.1 ? $0.0 : nil }).joined(separator: ", ")
    }

    private mutating func apply(_ name: String, _ value: String?) {
        switch name {
        case "max-age": maxAge = Self.lower(maxAge, value)
        case "s-maxage": sharedMaxAge = Self.lower(sharedMaxAge, value)
        case "stale-while-revalidate": staleWhileRevalidate = Self.lower(staleWhileRevalidate, value)
        case "stale-if-error": staleIfError = Self.lower(staleIfError, value)
        case "public": isPublic = true
        // With a list of fields, these directives concern only those fields. Applying them to the whole is safe.
        case "private": isPrivate = true
        case "no-cache": isNoCache = true
        case "no-store": isNoStore = true
        case "no-transform": isNoTransform = true
        case "must-revalidate": isMustRevalidate = true
        case "proxy-revalidate": isProxyRevalidate = true
        case "immutable": isImmutable = true
        default: break
        }
    }

    /// The lower of `present` and the seconds in `value`; more than 2^31 is 2^31 (RFC 9111, 1.2.2).
    private static func lower(_ present: Int?, _ value: String?) -> Int {
        let digits = value ?? ""
        let isNumber = !digits.isEmpty && digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
        let seconds = isNumber ? min(Int(digits) ?? maximumSeconds, maximumSeconds) : 0
        return min(present ?? maximumSeconds, seconds)
    }

    private static let maximumSeconds = 1 << 31

    /// Names in lower case with their values. Members that break the grammar are left out.
    private static func directives(_ text: String) -> [(name: String, value: String?)] {
        HeaderList.members(of: text).compactMap { member in
            var scanner = HeaderScanner(member)
            guard let name = scanner.token()?.lowercased() else { return nil }
            let value = scanner.take("=") ? scanner.quotedString() ?? scanner.token() ?? "" : nil
            return scanner.isAtEnd ? (name, value) : nil
        }
    }
}
