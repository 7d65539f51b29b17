/// The kinds of object stores, by the schemes that name them.
package enum StoreScheme: String, Sendable, Hashable, CaseIterable, CustomStringConvertible {
    /// Amazon S3, and what speaks its protocol.
    case s3
    /// Google Cloud Storage.
    case gs
    /// Azure's blob storage; also written `az`.
    case abs
    /// OpenStack Swift.
    case swift

    package var description: String { rawValue }

    /// What the names of its settings begin with.
    package var settingName: String {
        switch self {
        case .s3: "s3"
        case .gs: "gcs"
        case .abs: "abs"
        case .swift: "swift"
        }
    }

    /// The scheme of that name, in any case; `nil` when it is none.
    package init?(named name: some StringProtocol) {
        switch name.lowercased() {
        case "az": self = .abs
        case let name:
            guard let scheme = StoreScheme(rawValue: name) else { return nil }
            self = scheme
        }
    }

    /// The scheme and what follows `://` in `text`; `nil` when it names no object store.
    package static func split(_ text: some StringProtocol) -> (scheme: StoreScheme, rest: String)? {
        guard let separator = text.firstRange(of: "://"),
            let scheme = StoreScheme(named: text[..<separator.lowerBound])
        else { return nil }
        return (scheme, String(text[separator.upperBound...]))
    }

    /// `s3://`, …, for help and errors.
    package static let list = allCases.map { "\($0)://" }.joined(separator: ", ")
}
