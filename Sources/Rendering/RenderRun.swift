import Codecs
import ImageModel
import Profiling

/// One run of a plan: pass by pass, frame by frame, each frame decoded once and sent down every ladder. Stills are encoded
/// as soon as their picture is there; animations when all frames are.
struct RenderRun: ~Copyable {
    let plan: RenderPlan
    private let pipeline: OutputPipeline
    var images: [RenderedImage?]
    private let animations: [AnimationFrames]
    let clock = StageClock()
    /// Whether one of our own readers has met damage.
    var isDamaged = false
    var profile: [UInt8]?

    /// The finished frames of one output; a class only because arrays hold no noncopyable values.
    private final class AnimationFrames {
        var stack = FrameStack()
    }

    init(_ plan: RenderPlan, overlays: Overlays) {
        self.plan = plan
        pipeline = OutputPipeline(plan: plan, overlays: overlays)
        images = plan.outputs.map { _ in nil }
        animations = plan.outputs.map { _ in AnimationFrames() }
    }

    /// Decodes what `pass` needs of `source`, in order and once.
    mutating func run(_ pass: DecodePass, on source: borrowing Image) throws(CodecError) {
        clock.measurements.decodes += 1
        profile = plan.source.hasProfile ? source.profile : nil
        let frames = pass.isStacked ? 1 : pass.options.frames
        for frame in 0..<frames {
            clock.enter(.decode)
            if pass.keepsDecoded {
                let span = clock.begin(.decode)
                let decoded = try source.frame(frame, of: frames).copiedToMemory()
                clock.end(span)
                try descend(pass, from: decoded, isStreaming: false, frame: frame)
            } else {
                try descend(pass, from: source, isStreaming: true, frame: frame)
            }
        }
        // What a source says of its frames, it says of all of them.
        try join(pass, animation: source.animation.from(frame: pass.options.page))
    }

    /// The results, in the order of the plan's outputs, once all passes have run.
    consuming func finish() -> RenderResult {
        RenderResult(images: images.compactMap(\.self), measurements: clock.measurements, isDamaged: isDamaged)
    }

    /// One decoded frame down every ladder, and then to the outputs that search their part of it.
    private mutating func descend(
        _ pass: DecodePass, from decoded: borrowing Image, isStreaming: Bool, frame: Int
    ) throws(CodecError) {
        clock.measurements.decodedPixels += decoded.size.pixels
        for branch in pass.branches {
            guard let crop = branch.crop else {
                try descend(branch, from: decoded, isStreaming: isStreaming, frame: frame)
                continue
            }
            let full = plan.decodedWhole(pass)
            let part = CropArea.at(crop).rescaled(from: full, to: decoded.size).rect ?? crop
            try descend(branch, from: try decoded.cropped(to: part), isStreaming: isStreaming, frame: frame)
        }
        for index in pass.searched where frame < plan.outputs[index].frames {
            let span = clock.begin(.resize)
            let found = try PreparedPicture(plan.outputs[index], plan: plan, in: decoded)
            clock.end(span)
            try finish(found.picture, as: found.geometry, output: index)
        }
    }

    /// Each picture of the ladder goes as soon as nothing more is made from it.
    private mutating func descend(
        _ branch: DecodePass.Branch, from base: borrowing Image, isStreaming: Bool, frame: Int
    ) throws(CodecError) {
        let lastUses = branch.ladder.lastUses
        var pictures = [Picture?](repeating: nil, count: branch.ladder.steps.count)
        for (index, step) in branch.ladder.steps.enumerated() {
            let span = clock.begin(isStreaming && step.parent == .decoded ? .decode : .resize)
            let picture = try picture(step, branch.treatment, from: base, pictures)
            clock.end(span)
            pictures[index] = picture
            for output in branch.outputs[index] where frame < plan.outputs[output].frames {
                try finish(picture, as: plan.outputs[output].geometry, output: output)
            }
            for done in lastUses.indices where lastUses[done] == index { pictures[done] = nil }
        }
    }

    private func picture(
        _ step: Ladder.Step, _ treatment: PixelTreatment, from base: borrowing Image, _ pictures: [Picture?]
    ) throws(CodecError) -> Picture {
        if case .step(let parent) = step.parent, let larger = pictures[parent] {
            return try larger.resized(to: step.size, treatment)
        }
        return try Picture(showing: base, size: step.size, treatment)
    }

    mutating func finish(
        _ picture: Picture, as geometry: Geometry, output index: Int
    ) throws(CodecError) {
        try Interruption.check()
        let output = plan.outputs[index]
        // Outputs that are the same (a source smaller than two of the sizes asked for) share one file.
        if output.frames == 1, let same = plan.sameOutput(as: index), let made = images[same] {
            images[index] = made
            return
        }
        let span = clock.begin(.resize)
        let frame = try pipeline.finished(picture, output, as: geometry)
        if output.frames == 1 {
            clock.end(span)
            try encode(frame, output: index)
        } else {
            animations[index].stack.append(try frame.copiedToMemory())
            clock.end(span)
        }
    }

    private mutating func join(_ pass: DecodePass, animation: Animation) throws(CodecError) {
        for index in plan.outputs.indices where images[index] == nil && animations[index].stack.count > 0 {
            try encode(try animations[index].stack.joined(as: animation), output: index)
        }
    }

    private mutating func encode(_ image: borrowing Image, output index: Int) throws(CodecError) {
        let output = plan.outputs[index].written(at: image.size)
        let span = clock.begin(.encode)
        let encoded = try OutputEncoding(output, sourceProfile: profile).encode(image)
        clock.end(span)
        images[index] = RenderedImage(
            size: PixelSize(width: image.size.width, height: image.size.height / output.frames), format: output.format,
            frames: output.frames, bytes: encoded)
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

extension RenderPlan {
    /// The size in full pixels, as stored, of what `pass` decodes.
    fileprivate func decodedWhole(_ pass: DecodePass) -> PixelSize {
        PixelSize(
            width: source.stored.width, height: source.stored.height * (pass.isStacked ? pass.options.frames : 1))
    }

    /// An earlier output that is the same in everything.
    fileprivate func sameOutput(as index: Int) -> Int? {
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
