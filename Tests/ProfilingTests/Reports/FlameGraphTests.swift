import Foundation
import TestSupport
import Testing

@testable import Profiling

@Suite(.computing)
struct FlameGraphTests {
    @Test(
        "Repeated cycles are folded",
        arguments: [
            (["a", "b", "b", "b", "c"], ["a", "b", "c"]),
            (["a", "x", "y", "z", "x", "y", "z", "b"], ["a", "x", "y", "z", "b"]),
            (["a", "b", "a", "c"], ["a", "b", "a", "c"]),
        ])
    func folds(_ names: [String], _ folded: [String]) {
        #expect(FlameTree.folded(names.map { ($0, false) }).map(\.name) == folded)
    }

    @Test("The file is XML with a box for each function, whatever its name")
    func isXML() throws {
        let graph = try FlameGraph(.made([(["f<A & \"B\">(_:)", "main"], 3), (["g", "main"], 1)]))
        let parser = XMLDocumentCheck(graph.svg)
        #expect(parser.isWellFormed)
        #expect(graph.svg.contains("<title>f&lt;A &amp; &quot;B&quot;&gt;(_:): 3ns, 75.00%</title>"))
        #expect(graph.svg.contains("data-w=\"900.00\""))
    }

    @Test("In a comparison, growth is red, and what is gone is blue and still shown")
    func difference() throws {
        let graph = try FlameGraph(.made([(["new"], 10)]), base: .made([(["old"], 10)]))
        #expect(graph.svg.contains("<title>new: 10ns, 50.00%; +10ns</title>") && graph.svg.contains("rgb(245,80,80)"))
        #expect(graph.svg.contains("<title>old: 0, 0%; -10ns</title>") && graph.svg.contains("rgb(80,80,245)"))
    }
}

/// Whether a text is well-formed XML as far as its tags are concerned: each one that opens is closed.
private struct XMLDocumentCheck {
    let isWellFormed: Bool

    init(_ text: String) {
        var open: [Substring] = []
        var rest = text.replacing(/<!\[CDATA\[.*?\]\]>/.dotMatchesNewlines(), with: "")[...]
        var isRight = !rest.contains(/&(?!amp;|lt;|gt;|quot;)/)
        while let tag = rest.firstMatch(of: /<(\/?)([a-z]+)[^<>]*?(\/?)>/) {
            if tag.1 == "/" {
                isRight = isRight && open.popLast() == tag.2
            } else if tag.3.isEmpty {
                open.append(tag.2)
            }
            rest = rest[tag.range.upperBound...]
        }
        isWellFormed = isRight && open.isEmpty && !rest.contains("<")
    }
}
