import ImageModel
import Testing

@testable import RequestGrammar

@Suite struct CanonicalOptionsTests {
    @Test(
        "Aliases, order, composites and defaults make no difference",
        arguments: [
            ["rs:fill:300:400", "w:300/h:400/rt:fill", "resize:fit:1:1/size:300:400/resizing_type:fill/enlarge:0"],
            ["", "w:0", "q:0/g:ce:0:0/rot:360/bl:0/wm:0/car:0/exp:999999999/fn:x/att:1"],
            ["pd:1:2", "padding:1:2:1:2"], ["bg:f80", "bg:255:136:0"], ["a:1:2:3", "sa:3/co:2/br:1"],
            ["cb:x/w:1", "w:1/cachebuster:x"], ["f:jpg/-/w:1", "-/w:1/ext:jpeg"], ["skp:png:jpg", "skp:jpeg/skp:png"],
        ])
    func equal(options: [String]) throws {
        let texts = try options.map { try OptionCase.request($0.isEmpty ? "w:0" : $0).canonicalOptions }
        #expect(Set(texts).count == 1, "\(texts)")
    }

    @Test(
        "Options that change the bytes or the cache make a difference",
        arguments: [
            "w:2", "cb:y", "-", "f:png", "fiu:aGk", "mrd:5", "hs:md5:d41d8cd98f00b204e9800998ecf8427e", "sm:0",
            "webpo::::3",
        ])
    func different(options: String) throws {
        #expect(try OptionCase.request(options).canonicalOptions != OptionCase.request("w:1").canonicalOptions)
    }

    @Test("Configured values are part of the text")
    func configured() throws {
        var configuration = URLGrammarConfiguration()
        configuration.rendition.output.avif.speed = 3
        configuration.rendition.output.qualities = [.webp: 70]
        let request = try URLGrammar(configuration).processingRequest(target: "/_/plain/a", now: 0)
        #expect(request.canonicalOptions == "format_quality:webp:70/avif_options::3")
    }

    @Test("The text of random options parses as the same request", arguments: 0..<40)
    func roundTrip(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        for _ in 0..<50 {
            let segments = (0..<Int.random(in: 1..<12, using: &numbers)).map { _ in
                Bool.random(using: &numbers) && Bool.random(using: &numbers)
                    ? "-" : OptionCase.all.randomElement(using: &numbers)?.description ?? "-"
            }
            let request = try OptionCase.request(segments.joined(separator: "/"))
            let text = request.canonicalOptions
            guard !text.isEmpty else { continue }
            let again = try OptionCase.request(text)
            #expect(again.renditions == request.renditions, "\(segments)")
            #expect(again.canonicalOptions == text, "\(segments)")
        }
    }
}
