/// Part of a long list, and how to get the next part.
package struct Page<Element: Sendable>: Sendable {
    package var elements: [Element]
    /// For the next call; `nil` at the end.
    package var next: PageCursor?

    package init(elements: [Element], next: PageCursor? = nil) {
        self.elements = elements
        self.next = next
    }
}

/// A position in a list. Its text means something only to the store that created it.
package struct PageCursor: Sendable, Hashable {
    package let text: String

    package init(_ text: String) { self.text = text }
}
