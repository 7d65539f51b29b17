import ImageModel

/// The options of a request as one text that does not depend on how they were written.
struct CanonicalOptions {
    let text: String

    init(renditions: [Rendition], options: RequestOptions) {
        var segments: [String] = []
        for (index, rendition) in renditions.enumerated() {
            if index > 0 { segments.append("-") }
            segments += Self.segments(of: rendition, isFirst: index == 0)
        }
        for (name, scope) in OptionTable.processing.canonical {
            guard case .request(let arguments) = scope, let arguments = arguments(options) else { continue }
            segments.append(Self.segment(name, arguments))
        }
        text = segments.joined(separator: "/")
    }

    /// The options of one rendition; those that all pipelines share are in the first.
    static func segments(of rendition: Rendition, isFirst: Bool = true) -> [String] {
        OptionTable.processing.canonical.compactMap { name, scope in
            switch scope {
            case .pipeline(let arguments): arguments(rendition).map { segment(name, $0) }
            case .shared(let arguments) where isFirst: arguments(rendition).map { segment(name, $0) }
            case .shared, .request, .none: nil
            }
        }
    }

    private static func segment(_ name: String, _ arguments: [String]) -> String {
        ([name] + arguments).joined(separator: ":")
    }
}
