import ImageModel
import Testing

@testable import RequestGrammar

@Suite struct URLGrammarTests {
    private static func request(
        _ target: String, now: Int = 0, _ configure: (inout URLGrammarConfiguration) throws -> Void = { _ in }
    ) throws -> ProcessingRequest {
        var configuration = URLGrammarConfiguration()
        try configure(&configuration)
        return try URLGrammar(configuration).processingRequest(target: target, now: now)
    }

    private static func error(
        _ target: String, now: Int = 0, _ configure: (inout URLGrammarConfiguration) throws -> Void = { _ in }
    ) -> RequestError? {
        #expect(throws: RequestError.self) { try request(target, now: now, configure) }
    }

    @Test(
        "Sources are plain or base64, with or without a format",
        arguments: [
            ("plain/http://a.b/c.jpg", "http://a.b/c.jpg", nil),
            ("plain/http://a.b/c.jpg@png", "http://a.b/c.jpg", .png),
            ("plain/http://a.b/c.jpg@", "http://a.b/c.jpg", nil), ("plain/http:/a.b/c", "http://a.b/c", nil),
            ("plain/http://a.b/c%3Fx=1%402%25@webp", "http://a.b/c?x=1@2%", .webp),
            ("plain/local:/a/b", "local:///a/b", nil),
            ("plain/http%3A%2F%2Fa.b%2Fc", "http://a.b/c", nil), ("plain/%67r%C3%B6%C3%9Fe", "größe", nil),
            ("aHR0cDovL2EuYi9j", "http://a.b/c", nil), ("aHR0c/DovL2/EuYi9j.jpg", "http://a.b/c", .jpeg),
            ("aHR0cDovL2EuYg==.gif", "http://a.b", .gif), ("aHR0cDovL2EuYg==", "http://a.b", nil),
            ("aHR0cDovL2EuYi9j.", "http://a.b/c", nil),
        ] as [(String, String, ImageFormat?)])
    func sources(path: String, source: String, format: ImageFormat?) throws {
        let request = try Self.request("/_/w:5/\(path)")
        #expect(request.source == source)
        #expect(request.format == format)
        #expect(request.renditions[0].width == 5)
    }

    @Test(
        "An invalid path is refused with the reason",
        arguments: [
            ("/_/w:5", RequestError.Code.invalidPath, "no source"), ("/_/w:5/", .invalidPath, "no source"),
            ("/_/plain/", .invalidPath, "source is empty"), ("/_/plain", .invalidPath, "source is empty"),
            ("/_/plain/a@b@c", .invalidPath, "more than one @"), ("/_/aGk.a.b", .invalidPath, "more than one dot"),
            ("/_/plain/a%zz", .invalidSource, "percent-encoded"), ("/_/plain/%FF", .invalidSource, "percent-encoded"),
            ("/_/plain/a@exe", .invalidArgument, "extension: expected a format"),
            ("/_/plain/a@best", .proOnly, "extension"),
            ("/_/a!b", .invalidSource, "neither an option nor"), ("/_/_w", .invalidSource, "neither an option nor"),
            ("/_/trim/plain/a", .invalidSource, "the option trim needs arguments"),
            ("/_/fit/300/200/no/0/plain/a", .invalidPath, "write rs:fit:300:200"),
            ("/_/enc/aGk", .invalidSource, "not configured"), ("/_/", .invalidPath, "expected a path"),
            ("/rs:fit:1:1/plain/a", .invalidSignature, "looks like an option"),
            ("/_/foo:1/plain/a", .unknownOption, "no such option"),
            ("/_/pr:none/plain/a", .unknownPreset, "no preset \"none\""),
            ("/_/msr:5/plain/a", .securityOptionNotAllowed, "msr"),
            ("/_/" + String(repeating: "-/", count: 16) + "plain/a", .invalidPath, "at most 16 pipelines"),
        ])
    func wrong(target: String, code: RequestError.Code, text: String) {
        let error = Self.error(target)
        #expect(error?.code == code)
        #expect(error?.message.contains(text) == true, "\(error?.message ?? "")")
    }

    @Test("Later options win, an extension wins over all, and raw leaves the format alone")
    func order() throws {
        let request = try Self.request("/_/w:1/rs:fill:2/w:3/f:png/plain/a@webp")
        #expect(request.renditions[0].width == 3)
        #expect(request.format == .webp)
        #expect(try Self.request("/_/raw:1/plain/a@webp").format == nil)
    }

    @Test("A signature is checked on the repaired path, before anything else")
    func signatures() throws {
        let verifier = try SignatureVerifier(keys: [Array("k".utf8)], salts: [Array("s".utf8)])
        let signature = try #require(verifier.signature(of: "/w:5/plain/http://a.b/c"))
        let request = try Self.request("/\(signature)/w%3A5/plain/http:/a.b/c?x") { $0.signatures = verifier }
        #expect(request.source == "http://a.b/c")
        #expect(Self.error("/\(signature)/foo:1/plain/a") { $0.signatures = verifier }?.code == .invalidSignature)
    }

    @Test("An expired URL is refused, one of the last second is not", arguments: [(1000, true), (1001, false)])
    func expiry(now: Int, isGood: Bool) {
        if isGood {
            #expect(throws: Never.self) { try Self.request("/_/exp:1000/plain/a", now: now) }
        } else {
            #expect(Self.error("/_/exp:1000/plain/a", now: now)?.code == .expired)
        }
    }

    @Test("Pipelines share what concerns reading and writing")
    func pipelines() throws {
        let request = try Self.request("/_/w:5/f:webp/pg:3/-/t:10/q:7/mb:9/-/wm:1/plain/a")
        #expect(request.renditions.count == 3)
        #expect(request.renditions.allSatisfy { $0.format == .webp && $0.quality == 7 && $0.output.maximumBytes == 9 })
        #expect(request.renditions.map(\.page) == [3, 0, 0])
        #expect(request.renditions.map(\.width) == [5, nil, nil])
        #expect(request.renditions.map { $0.trim != nil } == [false, true, false])
        #expect(request.renditions[2].watermark == Watermark(opacity: 1))
        #expect(
            request.canonicalOptions
                == "width:5/format:webp/quality:7/max_bytes:9/page:3/-/trim:10::0:0/-/watermark:1:ce:0:0:0")
    }

    @Test(
        "A watermark's URL counts in any order",
        arguments: ["wm:0.5/wmu:aHR0cDovL2E", "wmu:aHR0cDovL2E/wm:0.5"])
    func watermark(options: String) throws {
        #expect(
            try Self.request("/_/\(options)/plain/a").renditions[0].watermark
                == Watermark(opacity: 0.5, url: "http://a"))
    }

    @Test(
        "A crop and its aspect ratio combine in any order", arguments: ["c:10:20/car:1:1", "car:1:1/c:10:20"])
    func crop(options: String) throws {
        let expected = SourceCrop(width: 10, height: 20, aspectRatio: 1, enlarges: true)
        #expect(try Self.request("/_/\(options)/plain/a").renditions[0].crop == expected)
    }

    @Test("With another separator, a colon is plain text")
    func separator() throws {
        let request = try Self.request("/_/rs,fill,3/cb,a:b/plain/a") { $0.argumentsSeparator = "," }
        #expect(request.renditions[0].width == 3)
        #expect(request.options.cacheBuster == "a:b")
        for wrong in ["", "/", "-", "a?"] {
            #expect(Self.error("/_/plain/a") { $0.argumentsSeparator = wrong }?.code == .invalidField)
        }
    }

    @Test("Allowed options are compared with the name as written; presets may use others")
    func allowed() throws {
        let configure = { (configuration: inout URLGrammarConfiguration) in
            configuration.allowedOptions = ["w", "pr"]
            configuration.presets = ["p": "blur:2"]
        }
        #expect(try Self.request("/_/w:5/pr:p/plain/a", configure).renditions[0].effects.blur == 2)
        #expect(Self.error("/_/width:5/plain/a", configure)?.code == .forbiddenOption)
        #expect(Self.error("/_/bl:5/plain/a", configure)?.code == .forbiddenOption)
    }

    @Test("Replacements, then the base URL")
    func addresses() throws {
        let configure = { (configuration: inout URLGrammarConfiguration) in
            configuration.replacements = [SourceReplacement(pattern: "img/", replacement: "pictures/")]
            configuration.baseURL = "https://a.b/"
        }
        #expect(try Self.request("/_/plain/img/c", configure).source == "https://a.b/pictures/c")
        #expect(try Self.request("/_/plain/https://a.b/c", configure).source == "https://a.b/c")
    }

    @Test("The query of a source that is not fetched by HTTP is split off")
    func queries() throws {
        #expect(try Self.request("/_/plain/s3://b/k%3Fversion=1%3F2").source == "s3://b/k")
        #expect(try Self.request("/_/plain/s3://b/k%3Fversion=1%3F2").sourceQuery == "version=1?2")
        #expect(try Self.request("/_/plain/HTTPS://b/k%3Fx").source == "HTTPS://b/k?x")
        #expect(try Self.request("/_/plain/s3://b/k%3Fx--y") { $0.sourceQuerySeparator = "--" }.sourceQuery == "y")
        #expect(try Self.request("/_/plain/s3://b/k%3Fx") { $0.sourceQuerySeparator = "" }.source == "s3://b/k?x")
    }

    @Test("The file name at the end of an encoded source is dropped")
    func filenames() throws {
        let configure = { (configuration: inout URLGrammarConfiguration) in configuration.base64IncludesFilename = true
        }
        #expect(try Self.request("/_/aHR0cDovL2EuYi9j.png/nice.name.jpg", configure).source == "http://a.b/c")
        #expect(try Self.request("/_/aHR0cDovL2EuYi9j.png/nice.jpg", configure).format == .png)
        #expect(try Self.request("/_/plain/a/b", configure).source == "a/b")
    }

    @Test("An encrypted source is read")
    func encrypted() throws {
        let cipher = try SourceCipher(key: Array(repeating: 7, count: 16))
        let text = try cipher.encrypted("http://a.b/c")
        let request = try Self.request("/_/w:1/enc/\(text.prefix(9))/\(text.dropFirst(9)).png") { $0.cipher = cipher }
        #expect(request.source == "http://a.b/c")
        #expect(request.format == .png)
    }

    @Test("Requests start from the configuration, and the path overrides it")
    func base() throws {
        let configure = { (configuration: inout URLGrammarConfiguration) in
            configuration.rendition.autoRotates = false
            configuration.rendition.quality = 33
            configuration.options.skippedFormats = [.svg]
        }
        let request = try Self.request("/_/skp:gif/-/ar:1/plain/a", configure)
        #expect(request.renditions.map(\.autoRotates) == [false, true])
        #expect(request.renditions.map(\.quality) == [33, 33])
        #expect(request.options.skippedFormats == [.svg, .gif])
    }

    @Test("An info request has its own options")
    func info() throws {
        var configuration = URLGrammarConfiguration()
        configuration.pathPrefix = "/img"
        configuration.infoPresets = ["default": "th:1", "x": "exif:0"]
        let grammar = try URLGrammar(configuration)
        let request = try grammar.infoRequest(
            target: "/img/info/_/bh:4:3/s:0/pr:x/avg:1:0/pg:2/cb:v/plain/local:///a@png", now: 0)
        var expected = InfoOptions()
        (expected.thumbhash, expected.size, expected.exif, expected.page) = (true, false, false, 2)
        (expected.average, expected.averageIgnoresTransparent, expected.blurhash) = (true, false, .init(x: 4, y: 3))
        #expect(request.info == expected)
        #expect(request.info.needsPixels && !InfoOptions().needsPixels)
        #expect(
            request.source == "local:///a" && request.presets == ["default", "x"] && request.options.cacheBuster == "v")
        for (path, code) in [
            ("/img/info/_/w:5/plain/a", RequestError.Code.unknownOption), ("/img/info/_/palette:5/plain/a", .proOnly),
            ("/img/_/plain/a", .invalidPath),
        ] {
            let error = #expect(throws: RequestError.self) { try grammar.infoRequest(target: path, now: 0) }
            #expect(error?.code == code)
        }
    }

    @Test("Pictures that options name can be found as sources are")
    func preprocessed() throws {
        var configuration = URLGrammarConfiguration()
        configuration.baseURL = "http://a.test/"
        for preprocesses in [false, true] {
            configuration.preprocessesWatermarkURL = preprocesses
            configuration.preprocessesFallbackURL = preprocesses
            let name = Base64URL.encoded("mark.png".utf8)
            let request = try URLGrammar(configuration).processingRequest(
                target: "/_/wm:1/wmu:\(name)/fiu:\(name)/plain/b.jpg", now: 0)
            #expect(request.source == "http://a.test/b.jpg")
            let expected = preprocesses ? "http://a.test/mark.png" : "mark.png"
            #expect(request.renditions[0].watermark?.url == expected)
            #expect(request.options.fallbackImageURL == expected)
        }
    }

    @Test("A path chains as many pipelines as are allowed; presets may add to them")
    func chained() throws {
        var configuration = URLGrammarConfiguration()
        configuration.maximumPipelines = 2
        configuration.presets = ["long": "w:1/-/w:2/-/w:3"]
        let grammar = try URLGrammar(configuration)
        for (options, count) in [("w:1/-/w:2", 2), ("pr:long", 3)] {
            #expect(try grammar.processingRequest(target: "/_/\(options)/plain/a", now: 0).renditions.count == count)
        }
        let error = #expect(throws: RequestError.self) {
            try grammar.processingRequest(target: "/_/w:1/-/w:2/-/w:3/plain/a", now: 0)
        }
        #expect(error?.code == .invalidPath)
    }

    @Test("Info requests have the options that are allowed for them, or else those of all")
    func allowedInfoOptions() throws {
        var configuration = URLGrammarConfiguration()
        configuration.allowedOptions = ["cb"]
        for (allowed, path, isAllowed) in [
            ([], "cb:1", true), ([], "avg:1", false), (["avg"], "avg:1", true), (["avg"], "cb:1", false),
        ] as [(Set<String>, String, Bool)] {
            configuration.allowedInfoOptions = allowed
            let grammar = try URLGrammar(configuration)
            let target = "/info/_/\(path)/plain/local:///a"
            do throws(RequestError) {
                _ = try grammar.infoRequest(target: target, now: 0)
                #expect(isAllowed)
            } catch {
                #expect(!isAllowed && error.code == .forbiddenOption)
            }
            #expect(throws: Never.self) { try grammar.processingRequest(target: "/_/cb:1/plain/local:///a", now: 0) }
        }
    }

    @Test("Paths of random bytes result in a request or an error, and nothing else", arguments: 0..<50)
    func fuzz(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        let grammar = try URLGrammar()
        let pieces = [
            "/", ":", "@", ".", "%", "%3A", "plain", "rs", "g", "fp", "-", "1", "enc", "ü", "\u{0}", "=", "aGk", "0.5",
            "?", "t", "crop",
        ]
        for _ in 0..<200 {
            let count = Int.random(in: 0..<24, using: &numbers)
            let text = (0..<count).map { _ in pieces.randomElement(using: &numbers) ?? "" }.joined()
            do throws(RequestError) { _ = try grammar.processingRequest(target: "/_/" + text, now: 0) } catch {
                #expect(!error.message.isEmpty)
            }
        }
    }
}
