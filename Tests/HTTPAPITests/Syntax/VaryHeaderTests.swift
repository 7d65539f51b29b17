import Testing

@testable import HTTPAPI

@Suite struct VaryHeaderTests {
    @Test(arguments: [
        ([], nil), (["Accept"], "Accept"), (["Accept", "accept", "Origin"], "Accept, Origin"),
        (["Accept", "*", "Origin"], "*"),
        (["a b", ""], nil),
    ])
    func namesStandOnce(names: [String], expected: String?) {
        #expect(VaryHeader(names).value == expected)
    }
}
