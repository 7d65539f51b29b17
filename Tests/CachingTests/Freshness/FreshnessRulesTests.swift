import Testing

@testable import Caching

@Suite struct FreshnessRulesTests {
    private static func origin(_ change: (inout FreshnessRules.Origin) -> Void) -> FreshnessRules.Origin {
        var origin = FreshnessRules.Origin()
        change(&origin)
        return origin
    }

    // RFC 9111, section 4.2.1.
    @Test("s-maxage goes before max-age, that before Expires, and all before what is set")
    func precedence() {
        let rules = FreshnessRules()
        #expect(
            rules.lifetime(
                Self.origin {
                    $0.sharedMaxAge = 5; $0.maxAge = 7; $0.expires = 9
                })?.fresh == 5000)
        #expect(
            rules.lifetime(
                Self.origin {
                    $0.maxAge = 7; $0.expires = 9
                })?.fresh == 7000)
        #expect(rules.lifetime(Self.origin { $0.expires = 9 })?.fresh == 9000)
        #expect(rules.lifetime(Self.origin { $0.expires = -9 })?.fresh == 0)
        #expect(rules.lifetime(FreshnessRules.Origin())?.fresh == 3_600_000)
    }

    @Test("What an origin's caches used up of a lifetime is gone")
    func age() {
        #expect(
            FreshnessRules().lifetime(
                Self.origin {
                    $0.maxAge = 100; $0.age = 30
                })?.fresh == 70_000)
        #expect(
            FreshnessRules().lifetime(
                Self.origin {
                    $0.maxAge = 100; $0.age = .max
                })?.fresh == 0)
    }

    @Test("Bounds hold for what an origin says; a fixed lifetime needs none of it")
    func bounds() {
        var rules = FreshnessRules()
        (rules.shortest, rules.longest) = (10, 1000)
        #expect(rules.lifetime(Self.origin { $0.maxAge = 0 })?.fresh == 10_000)
        #expect(rules.lifetime(Self.origin { $0.asksEachTime = true })?.fresh == 10_000)
        #expect(
            rules.lifetime(
                Self.origin {
                    $0.maxAge = .max; $0.staleIfError = .max
                })?.fresh == 1_000_000)
        rules.fixed = 5
        #expect(rules.lifetime(Self.origin { $0.maxAge = 100 })?.fresh == 5000)
    }

    @Test("no-store, private and sources with credentials are not shared unless it is allowed")
    func notShared() {
        var rules = FreshnessRules()
        #expect(rules.lifetime(Self.origin { $0.forbidsStoring = true }) == nil)
        #expect(rules.lifetime(Self.origin { $0.isPrivate = true }) == nil)
        #expect(rules.lifetime(FreshnessRules.Origin(), hasCredentials: true) == nil)
        // RFC 9111, section 3.5: s-maxage allows it.
        #expect(rules.lifetime(Self.origin { $0.sharedMaxAge = 5 }, hasCredentials: true) != nil)
        (rules.keepsPrivate, rules.ignoresNoStore) = (true, true)
        #expect(
            rules.lifetime(
                Self.origin {
                    $0.forbidsStoring = true; $0.isPrivate = true
                }) != nil)
    }

    @Test(
        "An answer is fresh, renewed in the background, a last resort, gone, in this order",
        arguments: [
            (-5, Lifetime.State.fresh), (0, .fresh), (999, .fresh), (1000, .renewing), (1099, .renewing),
            (1100, .lastResort), (1499, .lastResort), (1500, .gone),
        ])
    func states(age: Int, state: Lifetime.State) {
        #expect(Lifetime(fresh: 1000, staleWhileRevalidate: 100, staleIfError: 500).state(age: age) == state)
    }
}
