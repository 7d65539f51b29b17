package import Sources

/// A picture in the configuration: a watermark, or one that stands in for sources that are not available.
package enum ConfiguredImage: Sendable, Hashable {
    case bytes([UInt8])
    case source(SourceReference)
}
