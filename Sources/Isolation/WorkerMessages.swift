import ImageModel
import Rendering

/// What a worker is asked to do. The bytes that it needs lie in its input, one after the other, the source first.
struct WorkerRequest: Codable {
    enum Job: Codable {
        case header(usesThumbnail: Bool)
        /// `overlays` are the URLs of the watermarks whose bytes follow the source's.
        case render(RenderPlan, overlays: [String?], maximumOverlayPixels: Int)
        case facts(SourceFacts.Request, SourceHeader, RenderLimits)
    }

    var job: Job
    var byteCounts: [Int]
    /// CPU time after which the kernel ends the worker, should nobody else.
    var cpuSeconds: Int
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
        case rendered([Output], RenderMeasurements)
        case facts(SourceFacts)
        case failed(RenderError.Code, message: String)
    }

    var outcome: Outcome
    var byteCounts: [Int] = []
}
