package import Settings
package import Sources

/// Whether the cookies of a request are passed on to the source's origin.
package struct CookiePassthrough: Sendable, Hashable {
    package enum Extent: Sendable, Hashable {
        case none
        /// To origins on the host that the cookies are for.
        case sameHost
        case all
    }

    package var extent = Extent.none
    /// The host that cookies are for; `nil`: the one that the client names.
    package var host: String?

    package init() {}

    /// - Throws: `SettingsError`, naming the setting.
    package init(reading settings: SettingsReader) throws(SettingsError) {
        settings.group("URLs")
        let passes = try settings.bool(
            "cookie-passthrough", default: false,
            help: "Forward a request's cookies to sources on the host that they are for.")
        let passesAll = try settings.bool(
            "cookie-passthrough-all", default: false,
            help: "Forward a request's cookies to every source: safe only if URLs are signed.")
        extent = passesAll ? .all : passes ? .sameHost : .none
        let key = "cookie-base-url"
        guard
            let text = try settings.optionalString(
                key, valueName: "URL", unset: "the host in the client's request",
                help: "The site whose cookies are forwarded to its sources.")
        else { return }
        do throws(SourceError) {
            host = try RemoteURL(parsing: text).host
        } catch {
            throw settings.rejection(of: key, error.message, cause: error)
        }
    }

    /// The `Cookie` for the origin of `source`, from a request to `authority` with this `Cookie`.
    package func cookie(_ cookie: String?, authority: String?, for source: SourceReference) -> String? {
        guard let cookie, !cookie.isEmpty, case .remote(let url) = source else { return nil }
        switch extent {
        case .none: return nil
        case .all: return cookie
        case .sameHost:
            return (host ?? authority.flatMap(Self.host)) == url.host ? cookie : nil
        }
    }

    /// The host of an authority, as in a URL.
    private static func host(_ authority: String) -> String? {
        // An invalid authority names no host.
        try? RemoteURL(parsing: "http://\(authority)/").host
    }
}
