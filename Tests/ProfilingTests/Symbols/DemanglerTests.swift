import TestSupport
import Testing

@testable import Profiling

@Suite(.computing)
struct DemanglerTests {
    @Test(
        "Names do not contain specialisations and results",
        arguments: [
            ("generic specialization <Swift.Int, (A) -> B> of f<A>(A) -> ()", "f<A>(A)"),
            ("render(_:from:)", "render(_:from:)"),
            (
                "closure #1 (Swift.Int) -> Swift.Int in f() throws -> Swift.Int",
                "closure #1 (Swift.Int) -> Swift.Int in f()"
            ),
            ("specialized Array.append(_:)", "Array.append(_:)"),
            ("partial apply for merged f()", "f()"),
        ])
    func shortens(_ name: String, _ short: String) {
        #expect(Demangler.shortened(name) == short)
    }

    @Test("A Swift symbol is demangled, and a C symbol is left as it is")
    func demangles() {
        #expect(Demangler.name(of: "$sSS5countSivg").contains("count"))
        #expect(Demangler.name(of: "malloc") == "malloc")
        #expect(Demangler.name(of: "_ZN4vips6VImageC1Ev").contains("VImage"))
    }
}
