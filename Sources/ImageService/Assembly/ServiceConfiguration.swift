import Foundation
package import ImageModel
package import Isolation
package import Rendering
package import Sources

/// Everything that a service is built from.
package struct ServiceConfiguration: Sendable {
    package var sources = SourceConfiguration()
    /// The folder below which renditions are stored; `nil`: nothing is stored, and requests with a name template are
    /// refused.
    package var outputRoot: String?
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
}
