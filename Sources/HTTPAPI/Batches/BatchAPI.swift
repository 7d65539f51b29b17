package import Jobs

/// What the routes of batches work with.
package struct BatchAPI: Sendable {
    package let store: any JobStore
    /// Whether webhooks can be signed.
    package var signsWebhooks: Bool
    /// The interval between two looks at a batch that somebody watches.
    package var watchInterval = Duration.seconds(1)
    /// The interval between two signs of life to somebody who watches.
    package var heartbeat = Duration.seconds(15)

    package init(store: any JobStore, signsWebhooks: Bool) {
        self.store = store
        self.signsWebhooks = signsWebhooks
    }
}
