import Profiling

/// Where the time of one render goes, and what profiles say of its thread meanwhile.
///
/// A class because passes, stages and ladders measure on the same; it stays on the render's thread.
final class StageClock {
    /// What a render does with pixels.
    enum Stage {
        case decode, resize, encode
    }

    /// A piece of work that runs.
    struct Span {
        fileprivate let stage: Stage
        fileprivate let start = ContinuousClock.now
    }

    private let labels: StageLabels
    var measurements = RenderMeasurements()

    init(_ labels: StageLabels) { self.labels = labels }

    /// The thread works on `stage` from now on, and does so until `end`; a span that never ends counts nothing.
    func begin(_ stage: Stage) -> Span {
        enter(stage)
        return Span(stage: stage)
    }

    func end(_ span: Span) {
        let time = ContinuousClock.now - span.start
        switch span.stage {
        case .decode: measurements.decodeTime += time
        case .resize: measurements.resizeTime += time
        case .encode: measurements.encodeTime += time
        }
    }

    /// The thread works on `stage`, which somebody else measures.
    func enter(_ stage: Stage) {
        switch stage {
        case .decode: labels.decode.setOnThread()
        case .resize: labels.resize.setOnThread()
        case .encode: labels.encode.setOnThread()
        }
    }
}
