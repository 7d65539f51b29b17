/// How OpenStack Swift is spoken to, and by whom.
package struct SwiftConfiguration: Sendable {
    package enum AuthVersion: String, Sendable, Hashable, CaseIterable {
        /// By the URL: `/v1.0` or `/v3` in it.
        case automatic = "0"
        /// TempAuth.
        case one = "1"
        /// Keystone.
        case three = "3"
    }

    package var authURL: StoreEndpoint?
    package var version = AuthVersion.automatic
    package var user: String?
    /// Never shown.
    package var key: SwiftKey?
    /// The project, with Keystone.
    package var tenant: String?
    package var domain = "Default"
    package var region: String?
    package var backoff = Backoff()

    package init() {}

    /// Whether Keystone is asked.
    var usesKeystone: Bool {
        switch version {
        case .one: false
        case .three: true
        case .automatic: authURL?.basePath.split(separator: "/").contains { $0.hasPrefix("v3") } ?? false
        }
    }
}

/// A user's key or password. Never shown.
package struct SwiftKey: Sendable, CustomStringConvertible, CustomReflectable {
    let text: String

    package init(_ text: String) { self.text = text }

    package var description: String { "key" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// What lets requests in for a while, and where they go.
struct SwiftSession: Sendable, Hashable, Expiring, CustomStringConvertible, CustomReflectable {
    let token: String
    let storage: StoreEndpoint
    let expiry: Int?

    var description: String { "session at \(storage)" }
    var customMirror: Mirror { Mirror(self, children: []) }
}
