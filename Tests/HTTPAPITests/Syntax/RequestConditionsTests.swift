import HTTPSyntax
import Testing

@testable import HTTPAPI

@Suite struct RequestConditionsTests {
    private static let now = HTTPDate(secondsSinceEpoch: 1_795_392_000)
    private static let day = "Sun, 06 Nov 1994 08:49:37 GMT"
    private static let later = "Sun, 06 Nov 1994 08:49:38 GMT"

    @Test(
        arguments: [
            ("\"a\"", nil, "\"a\"", nil, true), ("\"a\"", nil, "\"b\"", nil, false), ("*", nil, nil, nil, true),
            ("\"a\"", nil, nil, nil, false), (nil, day, nil, day, true), (nil, day, nil, later, false),
            (nil, later, nil, day, true),
            (nil, day, nil, nil, false), ("\"b\"", day, "\"a\"", day, false), ("broken", day, "\"a\"", day, false),
            (nil, "yesterday", nil, day, false), (nil, nil, "\"a\"", day, false),
        ] as [(String?, String?, String?, String?, Bool)])
    func tagsGoBeforeDates(match: String?, since: String?, tag: String?, modified: String?, expected: Bool) {
        let conditions = RequestConditions(ifNoneMatch: match, ifModifiedSince: since, now: Self.now)
        let met = conditions.areMet(
            entityTag: tag.flatMap { EntityTag($0) }, lastModified: modified.flatMap { HTTPDate($0, now: Self.now) })
        #expect(met == expected)
    }
}
