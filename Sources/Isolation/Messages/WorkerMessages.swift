import ImageModel
import Profiling
import Rendering
import SVGSafety

/// What a worker is asked to do. Bytes that it does not have yet lie in its input, one after the other, the source first.
struct WorkerRequest: Codable {
    enum Job: Codable {
        case header(usesThumbnail: Bool, damage: DamagePolicy)
        case render(RenderPlan, maximumOverlayPixels: Int)
        case facts(SourceFacts.Request, SourceHeader, RenderLimits)
        /// The source, a drawing, written anew.
        case sanitise
        /// What the worker has sampled of itself; there is no source.
        case profile(RecordingRequest.Kind)
    }

    enum Source: Codable {
        /// In the input; to be kept for a later request when it has a number.
        case sent(byteCount: Int, keptAs: UInt64?)
        /// The one that was kept under this number.
        case kept(UInt64)
    }

    /// A watermark, in the input.
    struct Overlay: Codable {
        /// `nil` for the configured one.
        var url: String?
        var byteCount: Int
    }

    var job: Job
    var source: Source
    var overlays: [Overlay] = []
    /// Kept sources that nobody asks for again, once this one's is taken.
    var forgets: [UInt64] = []
    /// What the worker samples of itself from now on.
    var sampling = SamplingWish()
    /// After which the kernel ends the worker, should nobody else.
    var time: WorkerTime
}

/// What a job may take in a worker.
struct WorkerTime: Codable {
    /// Of all threads together.
    var cpuSeconds: Int
    /// By the clock.
    var milliseconds: Int
}

/// What a worker answers. The files that it made lie in its output, one after the other.
struct WorkerReply: Codable {
    struct Output: Codable {
        var size: PixelSize
        var format: ImageFormat
        var frames: Int
        /// Which of the files; several outputs can be one file.
        var file: Int
    }

    enum Outcome: Codable {
        /// The worker has shut itself in and waits for work.
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
