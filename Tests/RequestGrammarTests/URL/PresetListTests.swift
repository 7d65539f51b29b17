import Testing

@testable import RequestGrammar

@Suite struct PresetListTests {
    @Test("Lines are names and options; comments and empty lines are skipped, the last definition of a name counts")
    func lines() throws {
        let list = try PresetList(["# comment", "", "  a = w:1/h:2 ", "b=q:3\r", "a=w:9", "\t"])
        #expect(list.presets == ["a": "w:9", "b": "q:3"])
    }

    @Test("A line has one =, a name and options", arguments: ["a", "=w:1", "a=", "a=b=c"])
    func refused(line: String) {
        let error = #expect(throws: RequestError.self) { try PresetList([line]) }
        #expect(error?.code == .invalidField)
    }
}
