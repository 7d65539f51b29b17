import ImageModel
import ImageService

/// The results of a run for programs: JSON Lines, one object for each source as it ends, and one for the whole run at
/// the end.
///
/// Every line has a `type`, `source` or `summary`. Sizes are in pixels and bytes, times in whole milliseconds.
/// ```
/// {"bytes":1200000,"milliseconds":84,"renditions":[{"bytes":210000,"format":"jpeg","height":600,"path":"out/a.jpg",
///  "width":800}],"source":"a.jpg","type":"source"}
/// {"bytes":0,"failure":{"code":"notFound","reason":"…"},"milliseconds":1,"renditions":[],"source":"b.jpg",
///  "type":"source"}
/// {"bytesIn":1200000,"bytesOut":210000,"failed":1,"failures":[{"code":"notFound","count":1,"reason":"…",
///  "sources":["b.jpg"]}],"milliseconds":90,"renditions":1,"sources":2,"type":"summary"}
/// ```
/// (Wrapped here to fit the page.) A run that was aborted has no summary. `failures[].sources` lists only the first few
/// of a group.
enum JSONLine {
    /// The line for one source, terminated.
    ///
    /// - Throws: `EncodingError`; strings and whole numbers never cause one.
    static func text(_ outcome: SourceOutcome) throws -> String {
        try text(SourceRecord(outcome))
    }

    /// The last line, terminated.
    ///
    /// - Throws: `EncodingError`; strings and whole numbers never cause one.
    static func text(_ summary: RenderSummary, elapsed: Duration) throws -> String {
        try text(SummaryRecord(summary, elapsed: elapsed))
    }

    private static func text(_ record: some Encodable) throws -> String {
        try JSONText.of(record) + "\n"
    }
}

private struct SourceRecord: Encodable {
    struct Failure: Encodable {
        let code: String
        let reason: String
    }

    let type = "source"
    let source: String
    let bytes: Int
    let milliseconds: Int
    let renditions: [StoredFile]
    /// Only where it is so.
    let damaged: Bool?
    let failure: Failure?

    init(_ outcome: SourceOutcome) {
        source = outcome.source
        bytes = outcome.bytesIn
        milliseconds = outcome.elapsed.inMilliseconds
        renditions = outcome.outputs
        damaged = outcome.isDamaged ? true : nil
        failure = outcome.failure.map { Failure(code: $0.code, reason: $0.reason) }
    }
}

private struct SummaryRecord: Encodable {
    struct Group: Encodable {
        let code: String
        let reason: String
        let count: Int
        let sources: [String]
    }

    let type = "summary"
    let sources: Int
    let failed: Int
    let renditions: Int
    let bytesIn: Int
    let bytesOut: Int
    let milliseconds: Int
    let failures: [Group]

    init(_ summary: RenderSummary, elapsed: Duration) {
        sources = summary.sources
        failed = summary.failed
        renditions = summary.renditions
        bytesIn = summary.bytesIn
        bytesOut = summary.bytesOut
        milliseconds = elapsed.inMilliseconds
        failures = summary.failures.map {
            Group(code: $0.code, reason: $0.reason, count: $0.count, sources: $0.examples)
        }
    }
}

extension Duration {
    fileprivate var inMilliseconds: Int { Int((inSeconds * 1000).rounded()) }
}
