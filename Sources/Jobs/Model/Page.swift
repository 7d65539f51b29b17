/// Some values of a long list, and how to get the next ones.
package struct Page<Element: Sendable>: Sendable {
    package var elements: [Element]
    /// For the next call; `nil` at the end.
    package var next: PageCursor?

    package init(elements: [Element], next: PageCursor? = nil) {
        self.elements = elements
        self.next = next
    }
}

/// A place in a list. Its text means nothing to anyone but the store that gave it.
package struct PageCursor: Sendable, Hashable {
    package let text: String

    package init(_ text: String) { self.text = text }
}
