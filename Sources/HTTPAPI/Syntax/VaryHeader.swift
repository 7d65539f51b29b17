import HTTPSyntax

/// The value of a `Vary` header: the request headers that the answer depends on (RFC 9110, 12.5.5).
package struct VaryHeader: Sendable, Hashable, CustomStringConvertible {
    /// Each once, in the order in which they were added.
    package private(set) var names: [String] = []

    package init(_ names: [String] = []) {
        names.forEach { insert($0) }
    }

    /// Adds the header `name`; case does not matter, and the first spelling stays. `*` stands for everything and
    /// replaces all others. An invalid name is not added.
    package mutating func insert(_ name: String) {
        guard HeaderScanner.isToken(name), !names.contains("*") else { return }
        if name == "*" {
            names = ["*"]
        } else if !names.contains(where: { $0.lowercased() == name.lowercased() }) {
            names.append(name)
        }
    }

    /// The header's value; `nil` if the answer depends on nothing.
    package var value: String? { names.isEmpty ? nil : description }

    package var description: String { names.joined(separator: ", ") }
}
