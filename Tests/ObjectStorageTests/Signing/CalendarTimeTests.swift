import Testing

@testable import ObjectStorage

@Suite struct CalendarTimeTests {
    @Test(
        "seconds since 1970 and calendar agree both ways",
        arguments: [
            (0, "19700101T000000Z"), (1_369_353_600, "20130524T000000Z"), (951_782_399, "20000228T235959Z"),
            (951_782_400, "20000229T000000Z"), (4_107_542_399, "21000228T235959Z"), (-1, "19691231T235959Z"),
        ])
    func both(seconds: Int, text: String) {
        let time = CalendarTime(secondsSince1970: seconds)
        #expect(time.basicText == text)
        #expect(time.secondsSince1970 == seconds)
    }

    @Test("every day of 400 years is the day after the one before")
    func days() {
        var last = CalendarTime(secondsSince1970: -86_400)
        for day in 0..<146_097 {
            let time = CalendarTime(secondsSince1970: day * 86_400)
            let isNext =
                time.month == last.month
                ? time.day == last.day + 1 : time.day == 1 && (time.month == last.month + 1 || time.month == 1)
            guard isNext, time.secondsSince1970 == day * 86_400 else {
                Issue.record("day \(day)")
                return
            }
            last = time
        }
    }

    @Test(
        "times of services are read",
        arguments: [("2013-05-24T00:00:00Z", 1_369_353_600), ("2013-05-24T00:00:01.999Z", 1_369_353_601)])
    func iso(text: String, seconds: Int) {
        #expect(CalendarTime(iso8601: text)?.secondsSince1970 == seconds)
    }

    @Test("a Date field is read")
    func date() {
        #expect(CalendarTime(httpDate: "Sun, 06 Nov 1994 08:49:37 GMT")?.secondsSince1970 == 784_111_777)
    }

    @Test(
        "what is no time is none",
        arguments: [
            "", "2013-05-24", "2013-13-24T00:00:00Z", "2013-05-24T00:00:00", "2013-05-24T24:00:00Z", "a-b-cTd:e:fZ",
        ]
    )
    func none(text: String) {
        #expect(CalendarTime(iso8601: text) == nil)
        #expect(CalendarTime(httpDate: text) == nil)
    }
}
