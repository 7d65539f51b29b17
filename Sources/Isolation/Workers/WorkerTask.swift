import ImageModel
import Profiling

/// A source that a worker may still have from reading its header; numbers are never reused.
package struct WorkerSource: Sendable, Hashable {
    let number: UInt64
}

/// What to do with which bytes.
struct WorkerTask {
    var job: WorkerRequest.Job
    var source: [UInt8]
    /// The number that the source has, or gets now.
    var known: WorkerSource?
    /// Whether the source will be needed again.
    var keepsSource = false
    var overlays: [(url: String?, bytes: [UInt8])] = []
    /// Address space that it may use beyond what the worker has.
    var memoryBytes = marginBytes
    /// What it is estimated to need at most, without the source.
    var neededBytes = 0
    /// How long it takes on an idle core, where that is known.
    var estimatedTime = Duration.zero
    /// The amount of work, relative to other tasks with the same source; see `FailedSources`.
    var effort = 0.0

    /// What the worker will hold for it, the source there and on its way included.
    var expectedBytes: Int { min(neededBytes, .max / 4) + 2 * source.count }

    /// Whether nothing but the header is asked for.
    var isHeader: Bool { if case .header = job { true } else { false } }

    /// Has the worker take what `bytes` needs.
    mutating func needs(_ bytes: Int) {
        neededBytes = bytes
        memoryBytes = Self.memoryBytes(for: bytes, sourceBytes: source.count)
    }

    /// What is allowed beyond a plan: thread stacks, mapped fonts, what libraries allocate in advance. Little of it is
    /// ever resident.
    static let marginBytes = 192 << 20

    /// Address space for work on a source of `sourceBytes` that needs at most `bytes`: twice that, plus what a parser
    /// may make of the source.
    static func memoryBytes(for bytes: Int, sourceBytes: Int) -> Int {
        let (doubled, overflow) = bytes.multipliedReportingOverflow(by: 2)
        return overflow ? .max / 4 : min(doubled, .max / 4) + 16 * sourceBytes + marginBytes
    }

    /// The request for a worker that has `kept`, which is updated to what the worker has afterwards.
    func request(_ kept: inout KeptSources, _ time: WorkerTime) -> WorkerRequest {
        var request = WorkerRequest(
            job: job, source: .sent(byteCount: source.count, keptAs: nil),
            overlays: overlays.map { .init(url: $0.url, byteCount: $0.bytes.count) },
            sampling: ChildProfilers.shared.wish, time: time)
        guard let number = known?.number else { return request }
        let isKept = kept.contains(number)
        if isKept { request.source = .kept(number) }
        switch (isKept, keepsSource) {
        case (true, false):
            kept.remove(number)
            request.forgets = [number]
        case (false, true):
            request.source = .sent(byteCount: source.count, keptAs: number)
            request.forgets = kept.add(number, byteCount: source.count)
        case (true, true), (false, false): break
        }
        return request
    }
}
