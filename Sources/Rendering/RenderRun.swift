import Codecs
import ImageModel

/// One run of a plan, frame by frame: each frame is decoded once and goes down the whole ladder. Stills are encoded as
/// soon as their picture is there; animations when all frames are.
struct RenderRun: ~Copyable {
    private let plan: RenderPlan
    private let animation: Animation
    private var images: [RenderedImage?]
    private let animations: [AnimationFrames]
    private var measurements = RenderMeasurements()

    /// The finished frames of one output; a class only because arrays hold no noncopyable values.
    private final class AnimationFrames {
        var stack = FrameStack()
    }

    init(_ plan: RenderPlan, animation: Animation) {
        self.plan = plan
        self.animation = animation
        images = plan.outputs.map { _ in nil }
        animations = plan.outputs.map { _ in AnimationFrames() }
    }

    /// Decodes all frames of `source`, in order and once.
    mutating func decode(_ source: borrowing Image) throws(CodecError) {
        measurements.decodes += 1
        for frame in 0..<plan.decoding.frames {
            let wanted = plan.outputs.indices.filter { frame < plan.outputs[$0].frames }
            if plan.keepsDecoded {
                let start = ContinuousClock.now
                let decoded = try source.frame(frame, of: plan.decoding.frames).copiedToMemory()
                measurements.decodeTime += .now - start
                try descend(from: decoded, isStreaming: false, outputs: wanted)
            } else {
                try descend(from: source, isStreaming: true, outputs: wanted)
            }
        }
    }

    /// The results, once all frames are decoded.
    consuming func finish() throws(CodecError) -> RenderResult {
        for index in plan.outputs.indices where images[index] == nil {
            let joined = try animations[index].stack.joined(as: animation)
            try encode(joined, output: index)
        }
        return RenderResult(images: images.compactMap(\.self), measurements: measurements)
    }

    /// One decoded frame down the ladder; each picture goes as soon as nothing more is made from it.
    private mutating func descend(
        from decoded: borrowing Image, isStreaming: Bool, outputs: [Int]
    ) throws(CodecError) {
        measurements.decodedPixels += decoded.size.pixels
        let lastUses = plan.ladder.lastUses
        var pictures = [Picture?](repeating: nil, count: plan.ladder.steps.count)
        for (index, step) in plan.ladder.steps.enumerated() {
            let start = ContinuousClock.now
            let picture = try picture(step, from: decoded, pictures)
            if isStreaming, step.parent == .decoded {
                measurements.decodeTime += .now - start
            } else {
                measurements.resizeTime += .now - start
            }
            pictures[index] = picture
            for output in outputs where plan.outputs[output].step == index {
                try finish(picture, output: output)
            }
            for done in lastUses.indices where lastUses[done] == index { pictures[done] = nil }
        }
    }

    private mutating func finish(_ picture: Picture, output index: Int) throws(CodecError) {
        let output = plan.outputs[index]
        let frame = try picture.frame(for: output)
        if output.frames == 1 {
            try encode(frame, output: index)
        } else {
            animations[index].stack.append(try frame.copiedToMemory())
        }
    }

    /// Outputs that are the same (a source smaller than two of the sizes asked for) share one file.
    private mutating func encode(_ image: borrowing Image, output index: Int) throws(CodecError) {
        let output = plan.outputs[index]
        if let same = plan.outputs.firstIndex(of: output), same < index, let made = images[same] {
            images[index] = made
            return
        }
        let start = ContinuousClock.now
        let bytes = try image.encoded(as: output.options)
        measurements.encodeTime += .now - start
        images[index] = RenderedImage(
            size: output.size, format: output.options.format, frames: output.frames, bytes: bytes)
    }

    private func picture(
        _ step: Ladder.Step, from decoded: borrowing Image, _ pictures: [Picture?]
    ) throws(CodecError) -> Picture {
        if case .step(let parent) = step.parent, let larger = pictures[parent] {
            return try larger.resized(to: step.size)
        }
        return try Picture(showing: decoded, orientation: plan.source.orientation, size: step.size)
    }
}

extension Image {
    /// Frame `index` of an image that holds `count`, one above another.
    fileprivate func frame(_ index: Int, of count: Int) throws(CodecError) -> Image {
        let height = size.height / count
        return try cropped(
            to: PixelRect(left: 0, top: index * height, size: PixelSize(width: size.width, height: height)))
    }
}
