import HTTPSyntax

/// The value of a `Vary` header: the request headers that the answer depends on (RFC 9110, 12.5.5).
package struct VaryHeader: Sendable, Hashable, CustomStringConvertible {
    /// Each once, in the order of adding.
    package private(set) var names: [String] = []

    package init(_ names: [String] = []) {
        names.forEach { insert($0) }
    }

    /// Adds the header `name`, in the spelling that was first; case does not matter. `*` stands for everything and swallows all
    /// others. What is no header's name is not added.
    package mutating func insert(_ name: String) {
        guard HeaderScanner.isToken(name), !names.contains("*") else { return }
        if name == "*" {
            names = ["*"]
        } else if !names.contains(where: { $0.lowercased() == name.lowercased() }) {
            names.append(name)
        }
    }

    /// The header's value; `nil` when the answer depends on nothing.
    package var value: String? { names.isEmpty ? nil : description }

    package var description: String { names.joined(separator: ", ") }
}
