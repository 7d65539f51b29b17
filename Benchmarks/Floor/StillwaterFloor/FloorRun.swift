import ImageModel
import Rendering

/// Runs a job as the server does: header, plan, render; bytes in, bytes out.
struct FloorRun {
    private let job: FloorJob
    private let source: [UInt8]

    /// Reads the source.
    init(_ job: FloorJob) throws(FloorError) {
        self.job = job
        source = try FloorFile.read(job.source)
    }

    /// Runs the job as often as it says. Reading the source and writing the files is outside of the times.
    func answer() throws(FloorError) -> FloorAnswer {
        var times: [UInt64] = []
        var images: [RenderedImage] = []
        for _ in 0..<job.repetitions {
            let start = cpuNanoseconds()
            images = try render()
            times.append(cpuNanoseconds() - start)
        }
        try save(images)
        return .done(nanoseconds: times, images: images)
    }

    private func render() throws(FloorError) -> [RenderedImage] {
        let renditions = job.widths.map { Rendition(width: $0, format: job.format, quality: job.quality) }
        do {
            switch job.mode {
            case .list: return try Self.render(renditions, source)
            case .each:
                var images: [RenderedImage] = []
                for rendition in renditions { images += try Self.render([rendition], source) }
                return images
            }
        } catch {
            throw FloorError(error.message)
        }
    }

    private static func render(
        _ renditions: [Rendition], _ source: [UInt8]
    ) throws(RenderError) -> [RenderedImage] {
        let header = try Renderer.header(of: source)
        let plan = try RenderPlan(renditions, of: header)
        return try Renderer.render(plan, from: source).images
    }

    private func save(_ images: [RenderedImage]) throws(FloorError) {
        guard let destination = job.destination else { return }
        for (width, image) in zip(job.widths, images) {
            try FloorFile.write(image.bytes, to: "\(destination)-\(width).\(image.format.fileExtension)")
        }
    }
}
