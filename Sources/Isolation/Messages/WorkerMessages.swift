import ImageModel
import Profiling
import Rendering
import SVGSafety

/// A request to a worker. Bytes that it does not have yet are in its input, one after another, the source first.
struct WorkerRequest: Codable {
    enum Job: Codable {
        case header(usesThumbnail: Bool, damage: DamagePolicy)
        case render(RenderPlan, maximumOverlayPixels: Int)
        case facts(SourceFacts.Request, SourceHeader, RenderLimits)
        /// The source, a drawing, written anew.
        case sanitise
        /// The profile that the worker has sampled of itself; there is no source.
        case profile(RecordingRequest.Kind)
    }

    enum Source: Codable {
        /// In the input; the worker keeps it for a later request if it has a number.
        case sent(byteCount: Int, keptAs: UInt64?)
        /// The source kept under this number.
        case kept(UInt64)
    }

    /// A watermark, in the input.
    struct Overlay: Codable {
        /// `nil` for the configured watermark.
        var url: String?
        var byteCount: Int
    }

    var job: Job
    var source: Source
    var overlays: [Overlay] = []
    /// Kept sources that are no longer needed, apart from this request's.
    var forgets: [UInt64] = []
    /// What the worker samples of itself from now on.
    var sampling = SamplingWish()
    /// After this time, the kernel ends the worker if nothing else does.
    var time: WorkerTime
}

/// The time that a job may take in a worker.
struct WorkerTime: Codable {
    /// Of all threads together.
    var cpuSeconds: Int
    /// Wall-clock time.
    var milliseconds: Int
}

/// A worker's answer. The files that it made are in its output, one after another.
struct WorkerReply: Codable {
    struct Output: Codable {
        var size: PixelSize
        var format: ImageFormat
        var frames: Int
        /// The index of its file; several outputs can share one file.
        var file: Int
    }

    enum Outcome: Codable {
        /// The worker has confined itself and waits for work.
        case ready
        case header(SourceHeader)
        case rendered([Output], RenderMeasurements, isDamaged: Bool)
        case facts(SourceFacts)
        /// The profile is the only file.
        case profiled
        /// The drawing is the only file.
        case sanitised
        case refused(SVGSafetyError.Code, message: String)
        case failed(RenderError.Code, message: String)
    }

    var outcome: Outcome
    var byteCounts: [Int] = []
}
