import Codecs
import ImageModel

/// One pass of libvips: frame by frame, each decoded once and sent down every ladder.
struct PassRun {
    private let pass: DecodePass
    private let plan: RenderPlan
    private let files: OutputFiles
    private let clock: StageClock
    /// The source's own, for outputs that keep it.
    private let profile: [UInt8]?

    /// `source` is what `pass` decodes.
    init(_ pass: DecodePass, of plan: RenderPlan, _ source: borrowing Image, files: OutputFiles, clock: StageClock) {
        self.pass = pass
        self.plan = plan
        self.files = files
        self.clock = clock
        profile = plan.source.hasProfile ? source.profile : nil
    }

    /// Decodes what the pass needs of `source`, in order and once.
    ///
    /// - Throws: `undecodable`, `unencodable`, `interrupted`, `operationFailed`.
    func run(on source: borrowing Image) throws(CodecError) {
        clock.measurements.decodes += 1
        let frames = pass.isStacked ? 1 : pass.options.frames
        for frame in 0..<frames {
            clock.enter(.decode)
            if pass.keepsDecoded {
                let span = clock.begin(.decode)
                let decoded = try source.frame(frame, of: frames).copiedToMemory()
                clock.end(span)
                try descend(from: decoded, isStreaming: false, frame: frame)
            } else {
                try descend(from: source, isStreaming: true, frame: frame)
            }
        }
        // What a source says of its frames, it says of all of them.
        try files.joinFrames(as: source.animation.from(frame: pass.options.page), profile: profile)
    }

    /// One decoded frame down every ladder, and then to the outputs that search their part of it.
    private func descend(from decoded: borrowing Image, isStreaming: Bool, frame: Int) throws(CodecError) {
        clock.measurements.decodedPixels += decoded.size.pixels
        for branch in pass.branches {
            guard let crop = branch.crop else {
                try descend(branch, from: decoded, isStreaming: isStreaming, frame: frame)
                continue
            }
            let part = CropArea.at(crop).rescaled(from: whole, to: decoded.size).rect ?? crop
            try descend(branch, from: try decoded.cropped(to: part), isStreaming: isStreaming, frame: frame)
        }
        for index in pass.searched where frame < plan.outputs[index].frames {
            let span = clock.begin(.resize)
            let found = try PreparedPicture(plan.outputs[index], plan: plan, in: decoded)
            clock.end(span)
            try files.add(found.picture, as: found.geometry, output: index, profile: profile)
        }
    }

    /// Each picture of the ladder goes as soon as nothing more is made from it.
    private func descend(
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
                try files.add(picture, as: plan.outputs[output].geometry, output: output, profile: profile)
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

    /// The size in full pixels, as stored, of what the pass decodes.
    private var whole: PixelSize {
        let stored = plan.source.stored
        return PixelSize(width: stored.width, height: stored.height * (pass.isStacked ? pass.options.frames : 1))
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
