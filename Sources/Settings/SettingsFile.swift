import Foundation
import Yams

/// The keys of a settings file, which is YAML, and so may be JSON.
///
/// The top level is a mapping from setting keys to a scalar, a list of scalars, or (for named values such as size
/// lists) a mapping from names to scalars or lists. Keys are flat, as flags are: `fetch-connect-timeout: 5s`.
package struct SettingsFile: Sendable {
    /// The value of a key.
    enum Content: Sendable, Hashable {
        case scalar(String)
        case list([String])
        /// Names in file order; the values of a list are joined with commas.
        case mapping([Pair])
    }

    struct Pair: Sendable, Hashable {
        let name: String
        let value: String
    }

    struct Entry: Sendable {
        let content: Content
        let line: Int?
    }

    /// What errors call the file.
    let name: String
    let entries: [String: Entry]

    /// Reads the file at `path`; blocks.
    ///
    /// - Throws: `unreadableFile`, `invalidFile`, `missingValue`.
    package init(path: String) throws(SettingsError) {
        let yaml: String
        do {
            yaml = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw SettingsError(.unreadableFile, "cannot read the settings file \(path)", cause: error)
        }
        try self.init(yaml: yaml, name: path)
    }

    /// Reads the keys of `yaml`, a file's text; errors call the file `name`.
    ///
    /// - Throws: `invalidFile`, `missingValue`.
    package init(yaml: String, name: String) throws(SettingsError) {
        let root: Node?
        do {
            root = try Yams.compose(yaml: yaml)
        } catch {
            throw SettingsError(.invalidFile, "\(name) is not valid YAML: \(error)", cause: error)
        }
        var entries: [String: Entry] = [:]
        for (key, value) in try Self.pairs(of: root, in: name) {
            guard let text = key.string else { throw Self.misplaced(key, "expected the name of a setting", in: name) }
            entries[text] = Entry(content: try Self.content(of: value, key: text, in: name), line: key.mark?.line)
        }
        self.name = name
        self.entries = entries
    }

    /// The top level; an empty file has no keys.
    private static func pairs(of root: Node?, in name: String) throws(SettingsError) -> Node.Mapping {
        guard let root, !isNull(root) else { return Node.Mapping([]) }
        guard case .mapping(let mapping) = root else {
            throw misplaced(root, "expected a mapping such as `bind: 127.0.0.1:8080`", in: name)
        }
        return mapping
    }

    private static func content(of node: Node, key: String, in name: String) throws(SettingsError) -> Content {
        switch node {
        case .scalar:
            return .scalar(try scalar(node, key: key, in: name))
        case .sequence(let sequence):
            return .list(try scalars(sequence, key: key, in: name))
        case .mapping(let mapping):
            var pairs: [Pair] = []
            for (inner, value) in mapping {
                let label = try scalar(inner, key: key, in: name)
                pairs.append(Pair(name: label, value: try joined(value, key: "\(key).\(label)", in: name)))
            }
            return .mapping(pairs)
        case .alias:
            throw misplaced(node, "\(key): this alias has no anchor", in: name)
        }
    }

    private static func joined(_ node: Node, key: String, in name: String) throws(SettingsError) -> String {
        guard case .sequence(let sequence) = node else { return try scalar(node, key: key, in: name) }
        return try scalars(sequence, key: key, in: name).joined(separator: ",")
    }

    private static func scalars(
        _ sequence: Node.Sequence, key: String, in name: String
    ) throws(SettingsError) -> [String] {
        var texts: [String] = []
        for node in sequence { texts.append(try scalar(node, key: key, in: name)) }
        return texts
    }

    private static func scalar(_ node: Node, key: String, in name: String) throws(SettingsError) -> String {
        guard case .scalar(let scalar) = node else {
            throw misplaced(node, "\(key): expected a single value, not another level of nesting", in: name)
        }
        guard !isNull(node) else {
            throw SettingsError(.missingValue, "\(place(node, in: name)): \(key) has no value; set one or drop the key")
        }
        return scalar.string
    }

    /// Whether the key has no value: empty and unquoted, `null` or `~`.
    private static func isNull(_ node: Node) -> Bool { node.tag == Tag(.null) }

    private static func misplaced(_ node: Node, _ reason: String, in name: String) -> SettingsError {
        SettingsError(.invalidFile, "\(place(node, in: name)): \(reason)")
    }

    private static func place(_ node: Node, in name: String) -> String {
        node.mark.map { "\(name), line \($0.line)" } ?? name
    }
}
