import Codecs
import ImageModel

/// The files of a plan's outputs while they are made: stills are encoded as soon as their picture is there, animations when all
/// frames are.
///
/// A class because both engines put files in from several places; it stays on the render's thread.
final class OutputFiles {
    private let source: SourceHeader
    private let outputs: [RenderPlan.Output]
    private let pipeline: OutputPipeline
    private let clock: StageClock
    private var images: [RenderedImage?]
    /// The finished frames, by output.
    private var frames: [Int: AnimationFrames] = [:]

    /// A class only because collections hold no noncopyable values.
    private final class AnimationFrames {
        var stack = FrameStack()
    }

    init(_ plan: RenderPlan, overlays: Overlays, clock: StageClock) {
        source = plan.source
        outputs = plan.outputs
        pipeline = OutputPipeline(plan: plan, overlays: overlays)
        self.clock = clock
        images = plan.outputs.map { _ in nil }
    }

    /// Makes output `index`, or one frame of it, from `picture`. `profile` is the source's own, for outputs that keep it.
    ///
    /// - Throws: `interrupted`, `unencodable`, `undecodable`, `operationFailed`.
    func add(
        _ picture: Picture, as geometry: Geometry, output index: Int, profile: [UInt8]?
    ) throws(CodecError) {
        try Interruption.check()
        let output = outputs[index]
        // Outputs that are the same (a source smaller than two of the sizes requested) share one file.
        if output.frames == 1, let same = sameOutput(as: index), let made = images[same] {
            images[index] = made
            return
        }
        let span = clock.begin(.resize)
        let frame = try pipeline.finished(picture, output, as: geometry)
        if output.frames == 1 {
            clock.end(span)
            try encode(frame, output: index, profile)
        } else {
            let stacked = frames[index] ?? AnimationFrames()
            stacked.stack.append(try frame.copiedToMemory())
            frames[index] = stacked
            clock.end(span)
        }
    }

    /// Takes `file`, which was made without pixels.
    func add(_ file: EncodedBytes, output index: Int) {
        images[index] = RenderedImage(
            size: outputs[index].geometry.output, format: outputs[index].format, frames: 1, bytes: file)
    }

    /// Makes files of the frames that were added; `animation` says how they are shown.
    ///
    /// - Throws: `unencodable`, `undecodable`, `operationFailed`.
    func joinFrames(as animation: Animation, profile: [UInt8]?) throws(CodecError) {
        for index in outputs.indices {
            guard let stacked = frames.removeValue(forKey: index) else { continue }
            try encode(try stacked.stack.joined(as: animation), output: index, profile)
        }
    }

    /// What became of the plan, in the order of its outputs.
    func result(isDamaged: Bool) -> RenderResult {
        RenderResult(images: images.compactMap(\.self), measurements: clock.measurements, isDamaged: isDamaged)
    }

    private func encode(_ image: borrowing Image, output index: Int, _ profile: [UInt8]?) throws(CodecError) {
        let output = outputs[index].written(at: image.size)
        let span = clock.begin(.encode)
        let encoded = try OutputEncoding(output, of: source, sourceProfile: profile).encode(image)
        clock.end(span)
        images[index] = RenderedImage(
            size: PixelSize(width: image.size.width, height: image.size.height / output.frames), format: output.format,
            frames: output.frames, bytes: encoded)
    }

    /// An earlier output that is the same in everything.
    private func sameOutput(as index: Int) -> Int? {
        outputs[..<index].firstIndex { earlier in
            var earlier = earlier
            // What differs in the asking may be the same in the result: two sizes past the source's own.
            earlier.rendition.width = outputs[index].rendition.width
            earlier.rendition.height = outputs[index].rendition.height
            earlier.rendition.fit = outputs[index].rendition.fit
            return earlier == outputs[index]
        }
    }
}
