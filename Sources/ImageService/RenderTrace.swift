package import ImageModel
package import Rendering

/// What one request took, for its line in the access log.
package struct RenderTrace: Sendable, Hashable {
    /// Waiting for a render thread.
    package var queue = Duration.zero
    package var fetch = Duration.zero
    /// Storing, or sending to the client.
    package var write = Duration.zero
    package var rendering = RenderMeasurements()
    package var sources = 0
    /// By what the colours of the source are known that was opened last; `nil` before that.
    package var colours: SourceColours?
    package var downloads = 0
    package var renditions = 0
    package var failures = 0
    /// Sources that were damaged, and of which the renditions show what there is.
    package var damaged = 0
    package var bytesIn = 0
    package var bytesOut = 0
    /// The most bytes reserved at once for one source of the request.
    package var peakReservedBytes = 0
    /// Bytes that a render took beyond its reservation; 0 where it kept to it.
    package var overrunBytes = 0
    /// Allocated on render threads, all that was freed again included; 0 without jemalloc.
    package var allocatedBytes = 0

    package init() {}

    /// Adds what another source of the same request took.
    package mutating func add(_ other: RenderTrace) {
        queue += other.queue
        fetch += other.fetch
        write += other.write
        rendering.add(other.rendering)
        sources += other.sources
        colours = other.colours ?? colours
        downloads += other.downloads
        renditions += other.renditions
        failures += other.failures
        damaged += other.damaged
        bytesIn += other.bytesIn
        bytesOut += other.bytesOut
        allocatedBytes += other.allocatedBytes
        peakReservedBytes = max(peakReservedBytes, other.peakReservedBytes)
        overrunBytes = max(overrunBytes, other.overrunBytes)
    }
}
