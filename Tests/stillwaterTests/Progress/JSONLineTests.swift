import Testing

@testable import stillwater

@Suite struct JSONLineTests {
    @Test func aSourceHasItsRenditions() throws {
        #expect(
            try JSONLine.text(.success(bytesIn: 1000, outputs: [300]))
                == #"{"bytes":1000,"milliseconds":84,"renditions":[{"bytes":300,"format":"jpeg","height":300,"#
                + #""path":"out/300.jpg","width":300}],"source":"photos/a.jpg","type":"source"}"# + "\n")
    }

    @Test func aFailureHasItsReasonOnTheSameLine() throws {
        #expect(
            try JSONLine.text(.failure("two\nlines", source: "ü.jpg"))
                == #"{"bytes":0,"failure":{"code":"undecodable","reason":"two\nlines"},"milliseconds":1,"#
                + #""renditions":[],"source":"ü.jpg","type":"source"}"# + "\n")
    }

    @Test func theSummaryCountsEverything() throws {
        var summary = RenderSummary()
        summary.add(.success(bytesIn: 1000, outputs: [300]))
        summary.add(.failure())
        #expect(
            try JSONLine.text(summary, elapsed: .milliseconds(1234))
                == #"{"bytesIn":1000,"bytesOut":300,"failed":1,"failures":[{"code":"undecodable","count":1,"#
                + #""reason":"The file is no image.","sources":["broken.jpg"]}],"milliseconds":1234,"renditions":1,"#
                + #""sources":2,"type":"summary"}"# + "\n")
    }
}
