import ImageModel
import Testing

@testable import RequestGrammar

@Suite struct ArgumentTextTests {
    private static func value(_ text: String, _ kind: ArgumentKind, _ origin: ArgumentText.Origin = .url) throws
        -> ArgumentValue
    {
        try ArgumentText(text: text, origin: origin).value(as: kind)
    }

    @Test("Six words mean true", arguments: ["1", "t", "T", "true", "TRUE", "True"])
    func truths(text: String) throws {
        #expect(try Self.value(text, .boolean) == .boolean(true))
        #expect(try Self.value(text, .boolean, .json) == .boolean(true))
    }

    @Test(
        "In URLs, everything else is false",
        arguments: ["0", "f", "F", "false", "FALSE", "False", "", "yes", "tRUE", "2", "on"])
    func falsehoods(text: String) throws {
        #expect(try Self.value(text, .boolean) == .boolean(false))
    }

    @Test("In JSON, only a valid boolean is accepted", arguments: ["", "yes", "2", "tRUE"])
    func strictBooleans(text: String) {
        #expect(throws: RequestError.self) { try Self.value(text, .boolean, .json) }
    }

    // In these, an error is expected if there is no value.

    @Test(
        "Integers are decimal and in range",
        arguments: [
            ("0", 0), ("7", 7), ("+7", 7), ("-3", -3), ("007", 7), ("10", 10), ("11", nil), ("-4", nil), ("", nil),
            ("1.0", nil),
            ("1e1", nil), (" 1", nil), ("0x1", nil), ("99999999999999999999", nil), ("٣", nil),
        ] as [(String, Int?)])
    func integers(text: String, expected: Int?) {
        #expect((try? Self.value(text, .integer(-3...10))) == expected.map { .integer($0) })
    }

    @Test(
        "Numbers are decimal and finite",
        arguments: [
            ("0", 0), ("-0", 0), ("1.5", 1.5), (".5", 0.5), ("5.", 5), ("+2", 2), ("1e3", 1000), ("2.5E-1", 0.25),
            ("2147483647", 2_147_483_647), ("2147483648", nil), ("1e309", nil), ("NaN", nil), ("nan", nil),
            ("Inf", nil),
            ("-inf", nil), ("infinity", nil), ("0x10", nil), ("1_000", nil), ("", nil), (" 1", nil), ("1,5", nil),
            ("--1", nil),
            ("1e", nil),
        ] as [(String, Double?)])
    func numbers(text: String, expected: Double?) {
        #expect((try? Self.value(text, .number(.any))) == expected.map { .number($0) })
    }

    @Test(
        "Colours have three or six hexadecimal digits",
        arguments: [
            ("ff8800", Colour(red: 255, green: 136, blue: 0)), ("FF8800", Colour(red: 255, green: 136, blue: 0)),
            ("f80", Colour(red: 255, green: 136, blue: 0)), ("000", .black), ("#fff", nil), ("ff88", nil),
            ("gg0000", nil),
            ("", nil), ("ff88000", nil), ("ff8800ff", nil),
        ] as [(String, Colour?)])
    func colours(text: String, expected: Colour?) {
        #expect((try? Self.value(text, .colour)) == expected.map { .colour($0) })
    }

    @Test(
        "Formats have their aliases",
        arguments: [("jpg", ImageFormat.jpeg), ("jpeg", .jpeg), ("tif", .tiff), ("heif", .heic), ("PNG", .png)])
    func formats(text: String, expected: ImageFormat) throws {
        #expect(try Self.value(text, .format) == .format(expected))
    }

    @Test(
        "Values that only imgproxy Pro has are reported as such",
        arguments: [
            ("best", ArgumentKind.format), ("mp4", .format), ("pdf", .format), ("obj", .anchor(special: [.smart])),
            ("objw", .anchor(special: [])), ("ch", .anchor(special: [.tiled])),
        ])
    func pro(text: String, kind: ArgumentKind) {
        let error = #expect(throws: RequestError.self) { try Self.value(text, kind) }
        #expect(error?.code == .proOnly)
    }

    @Test(
        "An error says what was expected",
        arguments: [
            (ArgumentKind.count, "expected an integer from 0 to 2147483647, got \"x\""),
            (.number(.share), "expected a number from 0 to 1, got \"x\""),
            (.number(.aboveZero), "expected a number above 0 and at most 2147483647, got \"x\""),
            (.colour, "expected a colour of 3 or 6 hexadecimal digits, got \"x\""),
            (.choice(["a", "b"]), "expected one of a, b, got \"x\""),
            (.anchor(special: [.focus]), "expected one of ce, no, so, ea, we, noea, nowe, soea, sowe, fp, got \"x\""),
            (.format, "expected a format (jpeg, png, webp, avif, heic, gif, tiff, jxl, svg, bmp, ico), got \"x\""),
            (.encodedText, "expected URL-safe base64, got \"x\""),
        ])
    func errors(kind: ArgumentKind, message: String) {
        let error = #expect(throws: RequestError.self) { try Self.value("x", kind) }
        #expect(error?.code == .invalidArgument)
        #expect(error?.message == message)
    }

    @Test("An encoded text is base64 in URLs and plain in JSON")
    func encodedText() throws {
        #expect(try Self.value("aGk_", .encodedText) == .text("hi?"))
        #expect(try Self.value("aGk_", .encodedText, .json) == .text("aGk_"))
    }
}
