import Testing

@testable import Settings

@Suite struct SettingKindTests {
    @Test(
        "The range of an integer is described without machine limits",
        arguments: [
            (1...8, "from 1 to 8"), (1 ... .max, "at least 1"), (.min...3, "at most 3"), (.min ... .max, ""),
        ] as [(ClosedRange<Int>, String)])
    func ranges(range: ClosedRange<Int>, expected: String) {
        #expect(SettingKind.int(in: range).range == expected)
    }

    @Test("A value reads back from its own text")
    func roundTrips() {
        #expect(SettingKind.bytes(in: 0 ... .max).parse(SettingKind.bytes(in: 0 ... .max).text(1 << 26)) == 1 << 26)
        #expect(SettingKind.bool.parse(SettingKind.bool.text(true)) == true)
        let address = BindAddress(host: "::1", port: 8080)
        #expect(SettingKind.address.parse(SettingKind.address.text(address)) == address)
    }

    @Test("The limits of a range belong to it; values outside do not parse")
    func limits() {
        let kind = SettingKind.int(in: 1...8)
        #expect(kind.parse("1") == 1)
        #expect(kind.parse("8") == 8)
        #expect(kind.parse("0") == nil)
        #expect(kind.parse("9") == nil)
    }
}
