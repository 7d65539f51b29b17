import ImageModel
import RequestGrammar

extension MeasuredOperation {
    /// From text to requests.
    static func requests() throws -> [MeasuredOperation] {
        let urls = try URLGrammar()
        var signing = URLGrammarConfiguration()
        signing.signatures = try SignatureVerifier(keys: [Array("a key".utf8)], salts: [Array("a salt".utf8)])
        let signed = try URLGrammar(signing)
        let short = try ImgproxyURLBuilder(signing).path(source: source, options: ["rs:fill:300:400", "q:80"])
        let long = try ImgproxyURLBuilder().path(source: source, options: options, format: .webp, encoding: .plain)
        let json = Array(body.utf8)
        return [
            MeasuredOperation("Signed-URL", repetitions: 200) { try request(signed, short) },
            MeasuredOperation("URL-with-many-options", repetitions: 200) { try request(urls, long) },
            MeasuredOperation("JSON-of-a-size-list", repetitions: 100) {
                let form = RenditionsRequest.Form.addressed(maximumSources: 10)
                return try RenditionsRequest(json: json, form: form, grammar: SizeListGrammar()).renditions.count
            },
            MeasuredOperation("Size-list", repetitions: 200) {
                try SizeListGrammar().renditions(in: "1600,1200x900:fill@webp,800,400@jpeg,200x200:fill").count
            },
        ]
    }

    private static let source = "https://example.com/photographs/2024/mountain%20lake.jpg"
    private static let options = [
        "rs:fill:640:480", "g:no:0:5", "q:75", "dpr:2", "bg:255:255:255", "sh:0.5", "pd:10:20", "exp:4102444800",
    ]
    private static let body = """
        {"source": "https://example.com/a.jpg", "sizes": ["1600", "800x600:fill", {"width": 400}, 200], "quality": 75}
        """

    private static func request(_ grammar: URLGrammar, _ target: String) throws -> Int {
        try grammar.processingRequest(target: target, now: 1_700_000_000).renditions.count
    }
}

extension MeasuredOperation {
    /// All operations; reads their inputs.
    ///
    /// - Throws: when an input is missing, or the server refuses one.
    package static func all() throws -> [MeasuredOperation] { try requests() + rendering() }
}
