import ImageModel

/// What can appear in braces in a name template.
package enum NamePlaceholder: String, Sendable, Hashable, CaseIterable {
    /// The source's file name without extension.
    case stem
    /// The source's folder below its root; may be empty or have several parts.
    case dir
    /// The host that the source comes from; `local` for a file.
    case host
    /// 32 hexadecimal digits that identify the source's content.
    case hash
    case width
    case height
    /// `jpg`, `webp`, …
    case ext
    /// `jpeg`, `webp`, …
    case format
    case fit
    /// `none` if the format has no quality.
    case quality
    /// The rendition's position in its size list, from 1.
    case index

    /// The text from `values` that replaces the placeholder, as it comes: not yet safe in a path.
    func text(in values: NameValues) -> String {
        switch self {
        case .stem: values.stem
        case .dir: values.dir
        case .host: values.host
        case .hash: values.hash
        case .width: "\(values.size.width)"
        case .height: "\(values.size.height)"
        case .ext: values.format.fileExtension
        case .format: values.format.rawValue
        case .fit: values.fit.rawValue
        case .quality: values.quality.map { "\($0)" } ?? "none"
        case .index: "\(values.index)"
        }
    }

    /// Whether a name still makes sense when the text is truncated: it comes from the source's path.
    var isCuttable: Bool { self == .stem || self == .dir }

    /// `{stem}, {dir}, …`, for errors and help.
    package static var list: String { allCases.map { "{\($0.rawValue)}" }.joined(separator: ", ") }
}
