import Foundation
import Testing

@testable import HTTPSyntax

@Suite struct HTTPDateTests {
    /// 2026-11-23
    private static let now = HTTPDate(secondsSinceEpoch: 1_795_392_000)

    @Test(arguments: [
        "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
    ])
    func allFormsAreRead(text: String) {
        #expect(HTTPDate(text, now: Self.now)?.secondsSinceEpoch == 784_111_777)
    }

    @Test(arguments: [
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
        (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"), (-1, "Wed, 31 Dec 1969 23:59:59 GMT"),
        (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"), (Int.max, "Fri, 31 Dec 9999 23:59:59 GMT"),
        (Int.min, "Mon, 01 Jan 0001 00:00:00 GMT"),
    ])
    func thePreferredFormIsWritten(seconds: Int, text: String) {
        #expect(HTTPDate(secondsSinceEpoch: seconds).description == text)
    }

    @Test(arguments: [
        ("Tuesday, 01-Jan-26 00:00:00 GMT", 2026), ("Tuesday, 01-Jan-76 00:00:00 GMT", 2076),
        ("Tuesday, 01-Jan-77 00:00:00 GMT", 1977), ("Tuesday, 01-Jan-99 00:00:00 GMT", 1999),
    ])
    func twoDigitsAreAYearNearNow(text: String, year: Int) {
        let date = HTTPDate(text, now: Self.now)
        #expect(date?.description.contains(" \(year) ") == true)
    }

    @Test(arguments: [
        "", "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 CET",
        "Sun, 31 Nov 1994 08:49:37 GMT", "Sun, 29 Feb 1900 08:49:37 GMT", "Sun, 06 Nov 1994 24:00:00 GMT",
        "Sun, 06 Nov 1994 08:60:00 GMT", "Sun, 06 Non 1994 08:49:37 GMT", "1994-11-06T08:49:37Z", "784111777",
        "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 0000 08:49:37 GMT",
    ])
    func otherTextsAreNone(text: String) {
        #expect(HTTPDate(text, now: Self.now) == nil)
    }

    @Test func aLeapSecondIsRead() {
        #expect(HTTPDate("Sat, 31 Dec 2016 23:59:60 GMT", now: Self.now)?.secondsSinceEpoch == 1_483_228_800)
    }

    /// Every 132 days or so over 800 years, against Foundation's calendar.
    @Test func datesAgreeWithAnotherCalendar() throws {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: "GMT")
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        for seconds in stride(from: -12_000_000_000, to: 13_000_000_000, by: 11_400_007) {
            let date = HTTPDate(secondsSinceEpoch: seconds)
            #expect(date.description == formatter.string(from: Date(timeIntervalSince1970: Double(seconds))))
            #expect(HTTPDate(date.description, now: Self.now) == date)
        }
    }
}
