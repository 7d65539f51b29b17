import Foundation
package import ImageModel
package import Isolation
package import ObjectStorage
package import Rendering
package import Sources
package import Storage

/// Everything that a service is built from.
package struct ServiceConfiguration: Sendable {
    package var sources = SourceConfiguration()
    /// The folder below which renditions are stored; `nil`: nothing is stored, and requests with a name template are
    /// refused.
    package var outputRoot: String?
    /// The part of a bucket that stands in place of such a folder.
    package var outputStore: ObjectPrefix?
    /// What all objects there are stored with.
    package var storedHeaders = StoredHeaders()
    package var objectStores = ObjectStoresConfiguration()
    package var limits = RenderLimits()
    /// What becomes of damaged sources; `nil`: it depends on where their pictures go.
    package var damage: DamagePolicy?
    package var isolation = IsolationConfiguration()
    package var renderThreads = ProcessInfo.processInfo.activeProcessorCount
    package var memory = MemoryConfiguration()
    package var watermark = WatermarkConfiguration()
    /// The picture instead of sources that are not available, for requests that name none of their own.
    package var fallback: ConfiguredImage?
    /// Fallback images that are kept once fetched.
    package var cachedFallbackImages = 256
    /// What is kept of answers for the next request.
    package var cache = CacheConfiguration()

    package init() {}

    /// What divides an object's key from its version in a source.
    package var sourceQuerySeparator: String { objectStores.querySeparator }

    /// Whether renditions can be stored.
    package var canStore: Bool { outputRoot != nil || outputStore != nil }
}
