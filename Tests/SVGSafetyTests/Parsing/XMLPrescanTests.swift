import Testing

@testable import SVGSafety

@Suite struct XMLPrescanTests {
    @Test(arguments: [
        "<svg/>", "\u{FEFF}<svg/>", " \n<svg/>", "<?xml version=\"1.0\"?><svg/>",
        "<?xml version='1.1' encoding='utf8' standalone='no' ?><svg/>",
        "<?xml version=\"1.0\" encoding=\"ISO-8859-15\"?>",
        "<?xml version=\"1.0\" encoding=\"windows-1252\"?>", "<?xml-stylesheet a?><svg/>",
    ])
    func asciiCompatibleDocumentsPass(text: String) throws {
        #expect(try XMLPrescan.readable(Array(text.utf8), limits: .standard) == Array(text.utf8))
    }

    @Test(arguments: ["UTF-16", "IBM037", "ISO-2022-JP", "Shift_JIS", "HZ-GB-2312", "UTF-8-evil"])
    func otherEncodingsAreRefused(name: String) {
        let error = #expect(throws: SVGSafetyError.self) {
            try XMLPrescan.readable(Array("<?xml version=\"1.0\" encoding=\"\(name)\"?><svg/>".utf8), limits: .standard)
        }
        #expect(error?.code == .unsupportedEncoding)
    }

    @Test(arguments: [(1000, true), (1001, false)])
    func attributesAreCountedPerTag(count: Int, isAllowed: Bool) {
        let tag = "<a" + (0..<count).map { " b\($0)=\"1\"" }.joined() + ">"
        let isRefused: Bool
        do throws(SVGSafetyError) {
            _ = try XMLPrescan.readable(Array((tag + tag).utf8), limits: .standard)
            isRefused = false
        } catch {
            isRefused = error.code == .tooManyAttributes
        }
        #expect(isRefused != isAllowed)
    }
}
