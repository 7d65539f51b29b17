import Testing

@testable import HTTPSyntax

@Suite struct CacheControlTests {
    @Test(arguments: [
        ("max-age=60, public", "max-age=60, public"), ("Public,MAX-AGE=60", "max-age=60, public"),
        ("private, no-store", "private, no-store"), ("max-age=\"10\"", "max-age=10"),
        ("max-age=1, max-age=9", "max-age=1"),
        ("max-age=x", "max-age=0"), ("max-age", "max-age=0"), ("max-age=-5", "max-age=0"),
        ("max-age=99999999999999999999", "max-age=2147483648"), ("no-cache=\"set-cookie, b\"", "no-cache"),
        (
            "s-maxage=5, immutable, stale-while-revalidate=30, stale-if-error=7, must-revalidate",
            "s-maxage=5, stale-while-revalidate=30, stale-if-error=7, must-revalidate, immutable"
        ),
        ("unknown=1, other", ""), ("", ""), (",;=, no-transform", "no-transform"), ("proxy-revalidate;x", ""),
    ])
    func directivesAreRead(text: String, expected: String) {
        #expect(CacheControl(text).description == expected)
    }

    @Test(arguments: [
        ("max-age=60", 60), ("max-age=60, s-maxage=5", 5), ("private, max-age=60", 0), ("no-store", 0),
        ("no-cache, max-age=1", 0),
        ("public", nil), ("", nil),
    ])
    func theLifetimeIsThatOfASharedCache(text: String, expected: Int?) {
        #expect(CacheControl(text).sharedLifetime == expected)
    }

    @Test(arguments: [(31_536_000, "max-age=31536000, public"), (0, "no-cache")])
    func ourAnswersHaveALifetime(ttl: Int, expected: String) {
        #expect(CacheControl(ttl: ttl).description == expected)
    }

    @Test(arguments: [
        ("max-age=31536000, public", 60, "max-age=60, public"), ("max-age=5, public", 60, "max-age=5, public"),
        ("public", 60, "max-age=60, public"), ("private, max-age=90", 60, "max-age=60, private"),
        (
            "max-age=90, s-maxage=80, immutable, stale-while-revalidate=30, stale-if-error=7", 60,
            "max-age=60, s-maxage=60"
        ),
        ("max-age=90, public", 0, "no-cache"), ("no-cache", 60, "no-cache"), ("no-store, max-age=9", 60, "no-store"),
        ("", 60, "max-age=60"),
    ])
    func aLifetimeIsShortened(text: String, ttl: Int, expected: String) {
        #expect(CacheControl(text).limited(to: ttl).description == expected)
    }
}
