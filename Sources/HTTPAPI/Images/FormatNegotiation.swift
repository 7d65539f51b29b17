package import ImageModel

/// How the format of an answer follows from the client, the source and the settings.
package struct FormatNegotiation: Sendable, Hashable {
    /// Formats that are written for clients that name them in `Accept`, if the URL names none.
    package var automatic: Set<ImageFormat> = []
    /// Formats that are written for such clients whatever the URL says.
    package var enforced: Set<ImageFormat> = []
    /// Formats that any client shows; sources in others become the first of these that suits.
    package var preferred: [ImageFormat] = [.jpeg, .png, .gif]
    /// The quality by format, if neither URL nor preset specifies one; 1…100.
    package var qualities: [ImageFormat: Int] = [:]

    package init() {}

    /// Formats that are negotiated, the smallest files first.
    package static let negotiable: [ImageFormat] = [.jxl, .avif, .webp]

    /// The policy for a client that accepts these formats by name, the best first.
    package func policy(accepting accepted: [ImageFormat]) -> FormatPolicy {
        FormatPolicy(
            accepted: accepted.filter { automatic.contains($0) || enforced.contains($0) },
            enforced: accepted.filter { enforced.contains($0) }, preferred: preferred, qualities: qualities)
    }

    /// The policy for a client with this `Accept`: formats by descending weight, those of equal weight in the order of
    /// `negotiable`.
    package func policy(for accept: AcceptHeader) -> FormatPolicy {
        let weighed = Self.negotiable.map { (format: $0, weight: accept.namedWeight(of: $0) ?? 0) }
        let accepted = weighed.enumerated().filter { $0.element.weight > 0 }.sorted {
            ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset)
        }
        return policy(accepting: accepted.map(\.element.format))
    }

    /// Whether another `Accept` could change the format for any source, if `format` is requested.
    package func mayDependOnClient(asking format: ImageFormat?) -> Bool {
        !enforced.isEmpty || (format == nil && !automatic.isEmpty)
    }

    /// Whether another `Accept` could lead to another format of `rendition`.
    package func dependsOnClient(
        _ rendition: Rendition, of header: SourceHeader, isAnimated: Bool
    ) -> Bool {
        func format(_ accepted: [ImageFormat]) -> ImageFormat {
            policy(accepting: accepted).format(for: rendition, of: header, isAnimated: isAnimated)
        }
        let plain = format([])
        return Self.negotiable.contains { format([$0]) != plain }
    }
}
