package import Logging
package import NIOCore

/// The object stores of a service: one client, and a store for each scheme.
///
/// Call `shutDown` when it is no longer needed.
package struct ObjectStores: Sendable {
    package let rules: BucketRules
    /// What separates an object's key from its version in a source; empty: nothing does.
    package let querySeparator: String
    /// The time for one request that is no source's.
    package let timeout: Duration
    private let client: StoreClient
    private let s3: S3Store
    private let gcs: S3Store
    private let azure: AzureStore
    private let swift: SwiftStore

    /// - Throws: `notConfigured`.
    package init(
        _ configuration: ObjectStoresConfiguration, eventLoopGroup: any EventLoopGroup, logger: Logger
    ) throws(ObjectStoreError) {
        client = try StoreClient(
            eventLoopGroup: eventLoopGroup, logger: logger, authorities: configuration.authorities)
        rules = configuration.rules
        querySeparator = configuration.querySeparator
        timeout = configuration.timeout
        s3 = S3Store(configuration.s3, client: client)
        gcs = S3Store(configuration.gcs, client: client)
        azure = AzureStore(configuration.azure, client: client)
        swift = SwiftStore(configuration.swift, client: client)
    }

    /// The store that `scheme` names.
    package func store(_ scheme: StoreScheme) -> any ObjectStore {
        switch scheme {
        case .s3: s3
        case .gs: gcs
        case .abs: azure
        case .swift: swift
        }
    }

    /// Ends every request that still runs, and closes all connections.
    package func shutDown() async { await client.shutDown() }
}
