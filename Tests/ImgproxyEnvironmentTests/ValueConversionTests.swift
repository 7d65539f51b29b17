import Testing

@testable import ImgproxyEnvironment

@Suite struct ValueConversionTests {
    @Test(arguments: [
        (ValueConversion.text, " a ", ValueConversion.Outcome.value(" a ")),
        (.boolean, "True", .value("true")), (.boolean, "tRue", .invalid),
        (.inverted, "T", .value("false")), (.inverted, "0", .value("true")), (.inverted, "", .invalid),
        (.whereTrue("x"), "1", .value("x")), (.whereTrue("x"), "f", .nothing), (.whereTrue("x"), "no", .invalid),
        (.localAddress, ":1", .value("127.0.0.1:1")), (.localAddress, "a:1", .value("a:1")),
        (.localAddress, "1", .invalid),
        (.count, "0", .value("0")), (.limit, "0", .standard), (.limit, "7", .value("7")), (.limit, "x", .invalid),
        (.number, "-0.5", .value("-0.5")), (.number, "inf", .invalid), (.number, "1e3", .invalid),
        (.duration, "0", .value("0s")), (.duration, "250ms", .value("250ms")), (.duration, "3µs", .value("3us")),
        (.duration, "s", .invalid),
        (.megapixels, "0.0000001", .value("1")), (.megapixels, "0", .standard), (.megapixelsOrNone, "0", .value("0")),
        (.megapixelsOrNone, "1.5", .value("1500000")), (.megapixelsOrNone, "x", .invalid),
        (.list, " a ,, b c ", .value("a,b c")), (.pairs, "a=1, b=2=3", .value("a=1;b=2=3")), (.pairs, "a=", .invalid),
        (.presets, "a=b,c", .invalid), (.logLevel, "FATAL", .value("critical")),
    ])
    func textIsConverted(conversion: ValueConversion, text: String, expected: ValueConversion.Outcome) {
        #expect(conversion.outcome(of: text, separator: ",") == expected)
    }
}
