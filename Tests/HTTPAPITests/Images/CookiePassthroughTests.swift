import Settings
import Sources
import Testing

@testable import HTTPAPI

@Suite struct CookiePassthroughTests {
    private static func cookies(_ arguments: [String]) throws -> CookiePassthrough {
        try CookiePassthrough(reading: SettingsReader(arguments: arguments, environment: [:]))
    }

    private typealias Case = ([String], String, String?, String?)

    private static let own = ["--cookie-passthrough"]
    private static let all = ["--cookie-passthrough-all"]
    private static let shop = own + ["--cookie-base-url", "https://shop.example/"]

    /// Settings, source, the authority that the client names, and the cookie that the origin gets.
    private static let cases: [Case] = [
        ([], "https://a.example/x.jpg", "a.example", nil),
        (own, "https://a.example/x.jpg", "a.example", "c=1"),
        (own, "https://a.example:8443/x.jpg", "A.Example:80", "c=1"),
        (own, "https://b.example/x.jpg", "a.example", nil),
        (own, "https://sub.a.example/x.jpg", "a.example", nil),
        (own, "https://a.example.evil/x.jpg", "a.example", nil),
        (own, "https://a.example/x.jpg", nil, nil),
        (own, "https://a.example/x.jpg", "a example", nil),
        (own, "http://[2001:db8::1]/x.jpg", "[2001:db8::1]:8080", "c=1"),
        (own, "http://[2001:db8::1]/x.jpg", "[2001:db8::2]:8080", nil),
        (all, "https://b.example/x.jpg", "a.example", "c=1"),
        (own + all, "https://b.example/x.jpg", nil, "c=1"),
        (all, "local:///x.jpg", "a.example", nil),
        (shop, "http://shop.example/x.jpg", "a.example", "c=1"),
        (shop, "http://a.example/x.jpg", "a.example", nil),
    ]

    @Test("a cookie goes to the hosts that it may go to", arguments: cases)
    func cookie(arguments: [String], source: String, authority: String?, sent: String?) throws {
        let cookies = try Self.cookies(arguments)
        let source = try SourceReference(parsing: source)
        #expect(cookies.cookie("c=1", authority: authority, for: source) == sent)
        #expect(cookies.cookie(nil, authority: authority, for: source) == nil)
        #expect(cookies.cookie("", authority: authority, for: source) == nil)
    }

    @Test("a base that is no URL is refused", arguments: ["shop.example", "ftp://shop.example/", "https://"])
    func badBase(url: String) {
        let error = #expect(throws: SettingsError.self) { try Self.cookies(["--cookie-base-url", url]) }
        #expect(error?.message.contains("cookie-base-url") == true)
    }
}
