import ImageModel
import Testing

@testable import RequestGrammar

@Suite struct SizesFieldTests {
    private static func sizes(_ json: String) throws -> [String] {
        var configuration = URLGrammarConfiguration()
        configuration.presets = [
            "thumb": "rs:fill:120:90/q:70", "soft": "pr:thumb/bl:2/-/pd:10", "own": "rs:fit:10:10/cb:7",
        ]
        let grammar = RenditionsGrammar(
            sizes: SizeListGrammar(lists: ["avatar": [Rendition(width: 64)]]), urls: try URLGrammar(configuration))
        return try SizesField(JSONValue(parsing: json.utf8), grammar: grammar).renditions.map(\.description)
    }

    @Test(
        "Sizes are text, or an array of widths, texts and objects",
        arguments: [
            (#""1600,avatar""#, ["1600", "64"]),
            (#"[1600, "800x600:fill", "avatar", "5@webp,q=7"]"#, ["1600", "800x600:fill", "64", "5@webp,q=7"]),
            (
                #"[{"width":400,"height":300,"fit":"fill","format":"webp","quality":75}, {"height":9}]"#,
                ["400x300:fill@webp,q=75", "x9"]
            ),
        ])
    func read(json: String, expected: [String]) throws {
        #expect(try Self.sizes(json) == expected)
    }

    @Test(
        "Errors state their place",
        arguments: [
            ("[]", "sizes: expected non-empty text or a non-empty array, got an array"),
            ("1600", "sizes: expected non-empty text or a non-empty array, got 1600"),
            ("[1, 0]", "sizes[1]: expected a width from 1 to 65535, text or an object, got 0"),
            ("[1.5]", "sizes[0]: expected a width from 1 to 65535, text or an object, got 1.5"),
            ("[null]", "sizes[0]: expected a width from 1 to 65535, text or an object, got null"),
            (#"[1, 2, {"width":"a"}]"#, "sizes[2].width: expected an integer from 1 to 65535, got \"a\""),
            (#"[{"width":65536}]"#, "sizes[0].width: expected an integer from 1 to 65535, got 65536"),
            (#"[{"width":1,"quality":0}]"#, "sizes[0].quality: expected an integer from 1 to 100, got 0"),
            (
                #"[{"width":1,"fit":"cover"}]"#,
                "sizes[0].fit: expected a fit (fit, fill, force, fill-down, auto), got \"cover\""
            ),
            (#"[{"width":1,"fit":3}]"#, "sizes[0].fit: expected text, got 3"),
            (#"[{"fit":"fill"}]"#, "sizes[0]: width or height is missing"),
            (#"[{"w":1}]"#, "sizes[0]: unknown field \"w\"; known: width, height, fit, format, quality, then and"),
            (#"["1", "2,-3"]"#, "sizes[1]: size 2 \"-3\": expected a size"),
        ])
    func errors(json: String, start: String) {
        let error = #expect(throws: RequestError.self) { try Self.sizes(json) }
        #expect(error?.message.hasPrefix(start) == true, "\(error?.message ?? "")")
    }

    @Test(
        "An object accepts every URL option by its long name",
        arguments: [
            (#"{"width":5,"blur":2.5}"#, "5 blur:2.5"),
            (#"{"width":5,"crop":[300, 0.5, "no"],"enlarge":true}"#, "5 enlarge:1 crop:300:0.5:no"),
            (#"{"width":5,"crop":"300:0.5:no:1"}"#, "5 crop:300:0.5:no:1:0"),
            (#"{"width":5,"crop":{"height":20,"gravity":"sm"}}"#, "5 crop:0:20:sm"),
            (#"{"resize":["fill",300,400,1]}"#, "300x400:fill enlarge:1"),
            (#"{"size":"300:200","width":100}"#, "100x200"),
            (#"{"width":9,"min_width":7,"fit":"fill-down"}"#, "9:fill-down min-width:7"),
            (
                #"{"watermark":0.5,"watermark_url":"https://example.org/a?b"}"#,
                "full watermark:0.5:ce:0:0:0 watermark_url:aHR0cHM6Ly9leGFtcGxlLm9yZy9hP2I"
            ),
            (#"{"width":5,"padding":{"left":3}}"#, "5 padding:0:0:0:3"),
            (#"{"width":5,"format_quality":["webp",50,"avif",40]}"#, "5 format_quality:avif:40:webp:50"),
            (#"{"background":[255,136,0],"format":"jpeg","quality":7}"#, "full@jpeg,q=7 background:ff8800"),
            (#"{"width":5,"gravity":null,"trim":[10,null,true]}"#, "5 trim:10::1:0"),
        ])
    func options(json: String, expected: String) throws {
        #expect(try Self.sizes("[\(json)]") == [expected])
    }

    @Test(
        "Errors in an option state their place",
        arguments: [
            (#"{"width":5,"blur":"x"}"#, "sizes[0].blur: expected a number from 0 to 2147483647, got \"x\""),
            (
                #"{"width":5,"enlarge":"yes"}"#,
                "sizes[0].enlarge: expected true or false (1, t, true; 0, f, false), got \"yes\""
            ),
            (#"{"width":5,"crop":[1,-2]}"#, "sizes[0].crop: height: expected a number from 0"),
            (
                #"{"width":5,"crop":[1,[2]]}"#,
                "sizes[0].crop[1]: expected text, a number, true or false, got an array"
            ),
            (
                #"{"width":5,"crop":{"top":1}}"#,
                "sizes[0].crop: unknown field \"top\"; known: width, height, gravity, x, y"
            ),
            (#"{"width":5,"crop":{}}"#, "sizes[0].crop: expected some of width, height, gravity, x, y"),
            (#"{"width":5,"blur":[]}"#, "sizes[0].blur: expected text, a number, true or false, got an array"),
            (#"{"width":5,"blur":[1,2]}"#, "sizes[0].blur: too many arguments: expected at most 1, got 2"),
            (#"{"width":5,"colorize":1}"#, "sizes[0].colorize: is an option of imgproxy Pro"),
            (#"{"width":5,"raw":true}"#, "sizes[0].raw: is an option for URLs only: an unchanged source has no sizes"),
            (#"{"width":5,"hashsum":"none"}"#, "sizes[0].hashsum: applies to the whole request; put it next to sizes"),
            (#"{"width":5,"max_src_resolution":2}"#, "sizes[0].max_src_resolution: applies to the whole request"),
            (
                #"{"preset":"own"}"#,
                "sizes[0].preset: the preset own sets cachebuster, which applies to the whole request, not to one"
            ),
            (#"{"width":5,"then":[]}"#, "sizes[0].then: expected an array of 1 to 15 objects, got an array"),
            (#"{"width":5,"then":[{"blur":-1}]}"#, "sizes[0].then[0].blur: expected a number from 0"),
            (#"{"width":5,"then":[{"then":[]}]}"#, "sizes[0].then[0]: unknown field \"then\""),
            (#"{"width":5,"bl":2}"#, "sizes[0]: unknown field \"bl\""),
        ])
    func wrongOptions(json: String, start: String) {
        let error = #expect(throws: RequestError.self) { try Self.sizes("[\(json)]") }
        #expect(error?.message.hasPrefix(start) == true, "\(error?.message ?? "")")
        #expect(error?.code == .invalidField || error?.code == .unknownField)
    }

    @Test(
        "An object accepts presets, which are applied before its other options, and a chain",
        arguments: [
            (#"{"preset":"thumb"}"#, "120x90:fill,q=70"),
            (#"{"width":60,"preset":["thumb"],"format":"webp"}"#, "60x90:fill@webp,q=70"),
            (#"{"preset":"soft"}"#, "120x90:fill,q=70 blur:2 - full,q=70 padding:10:10:10:10"),
            (
                #"{"width":50,"then":[{"blur":2},{"width":9,"quality":8}]}"#,
                "50,q=8 - full,q=8 blur:2 - 9,q=8"
            ),
        ])
    func chains(json: String, expected: String) throws {
        #expect(try Self.sizes("[\(json)]") == [expected])
    }

    @Test("A preset that is not configured is refused")
    func unknownPreset() {
        let error = #expect(throws: RequestError.self) { try Self.sizes(#"[{"preset":"thumb:nobody"}]"#) }
        #expect(error?.code == .unknownPreset)
        #expect(error?.message == "sizes[0].preset: preset: there is no preset \"nobody\"")
    }

    @Test("All elements together have at most 64 renditions")
    func tooMany() throws {
        let full = Array(repeating: "9", count: 64).joined(separator: ",")
        #expect(try Self.sizes("[\(full)]").count == 64)
        let error = #expect(throws: RequestError.self) { try Self.sizes("[\(full),9]") }
        #expect(error?.code == .tooMany)
    }
}
