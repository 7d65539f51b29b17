package import Sources

/// A picture that the configuration names: a watermark, or one that stands in for sources that cannot be had.
package enum ConfiguredImage: Sendable, Hashable {
    case bytes([UInt8])
    case source(SourceReference)
}
