import HTTPSyntax
import Sources
import Testing

@testable import HTTPAPI

@Suite struct CachePolicyTests {
    private static let now = HTTPDate(secondsSinceEpoch: 1_000_000)

    private static func content(
        cacheControl: String? = nil, expires: String? = nil, lastModified: String? = nil, modified: Int? = nil
    ) -> SourceMetadata {
        SourceMetadata(
            name: "", lastModified: lastModified, cacheControl: cacheControl, expires: expires, modified: modified)
    }

    private static func policy(ttl: Int = 100, passesThrough: Bool = false) -> CachePolicy {
        var policy = CachePolicy()
        policy.ttl = ttl
        policy.passesThrough = passesThrough
        return policy
    }

    @Test(
        "the end of a URL bounds how long it is kept",
        arguments: [(0, "max-age=100, public"), (1_000_040, "max-age=40, public"), (1_000_500, "max-age=100, public")])
    func expires(expires: Int, control: String) {
        #expect(Self.policy().control(for: Self.content(), expires: expires, now: Self.now).description == control)
    }

    @Test(
        "the origin's own lifetime counts when it is passed through",
        arguments: [
            ("max-age=7", nil, "max-age=7"), ("no-store", nil, "no-store"), (nil, nil, "max-age=100, public"),
            (nil, "Mon, 12 Jan 1970 13:47:10 GMT", "max-age=30, public"), (nil, "0", "no-cache"),
            ("", nil, "max-age=100, public"),
        ])
    func passthrough(cacheControl: String?, expires: String?, control: String) {
        let content = Self.content(cacheControl: cacheControl, expires: expires)
        #expect(
            Self.policy(passesThrough: true).control(for: content, expires: 0, now: Self.now).description == control)
        #expect(Self.policy().control(for: content, expires: 0, now: Self.now).description == "max-age=100, public")
    }

    @Test("a lifetime that is passed through is bounded, too; what must not be kept stays so")
    func boundedPassthrough() {
        let policy = Self.policy(passesThrough: true)
        let long = policy.control(for: Self.content(cacheControl: "s-maxage=90"), expires: 1_000_010, now: Self.now)
        #expect(long.sharedMaxAge == 10)
        let none = policy.control(for: Self.content(cacheControl: "no-store"), expires: 1_000_010, now: Self.now)
        #expect(none.description == "no-store")
    }

    @Test("the buster makes older sources newer")
    func lastModified() {
        var policy = CachePolicy()
        #expect(policy.lastModified(of: Self.content(modified: 5), now: Self.now)?.secondsSinceEpoch == 5)
        policy.lastModifiedBuster = HTTPDate(secondsSinceEpoch: 500)
        #expect(policy.lastModified(of: Self.content(modified: 5), now: Self.now)?.secondsSinceEpoch == 500)
        #expect(policy.lastModified(of: Self.content(modified: 600), now: Self.now)?.secondsSinceEpoch == 600)
        #expect(policy.lastModified(of: Self.content(), now: Self.now) == nil)
        policy.sendsLastModified = false
        #expect(policy.lastModified(of: Self.content(modified: 5), now: Self.now) == nil)
    }
}
