import Codecs
import ImageModel
import Profiling

extension RenderRun {
    /// Decodes `bytes` into planes, in order and once, and makes everything of `planar` from them.
    mutating func run(_ planar: PlanarPlan, of bytes: [UInt8]) throws(CodecError) {
        clock.enter(.decode)
        let pictures = try pictures(of: planar, bytes)
        switch plan.source.format {
        case .png:
            try PNGReader.reading(bytes, damage: plan.damage) { (reader) throws(CodecError) in
                try run(planar, on: reader, pictures)
                isDamaged = isDamaged || reader.isDamaged
            }
        case .webp:
            let reader = PlanarWebPReader(bytes, size: plan.source.stored, denominator: planar.denominator)
            try run(planar, on: reader, pictures)
        case .avif:
            let span = clock.begin(.decode)
            try PlanarAVIFReader.reading(bytes, layout: planar.layout, size: plan.source.stored) {
                (reader) throws(CodecError) in
                clock.end(span)
                try run(planar, on: reader, pictures)
            }
        default:
            try PlanarJPEGReader.reading(bytes) { (reader) throws(CodecError) in
                let span = clock.begin(.decode)
                try reader.start(planar.densities, maximumScans: plan.limits.maximumScans, damage: plan.damage)
                clock.end(span)
                try run(planar, on: reader, pictures)
                isDamaged = isDamaged || reader.isDamaged
            }
        }
        clock.measurements.decodes += 1
    }

    /// The pictures to be filled, by stage; they know what the source says of itself.
    private mutating func pictures(
        of planar: PlanarPlan, _ bytes: [UInt8]
    ) throws(CodecError) -> [Int: PlanePicture] {
        let wanted = planar.stages.indices.filter { planar.stages[$0].product == .picture }
        guard !wanted.isEmpty else { return [:] }
        var pictures: [Int: PlanePicture] = [:]
        var options = DecodeOptions()
        options.damage = plan.damage
        try ImageDecoder.withImage(of: bytes, format: plan.source.format, options: options) {
            (source) throws(CodecError) in
            profile = plan.source.hasProfile ? source.profile : nil
            for index in wanted {
                let stage = planar.stages[index]
                pictures[index] = try PlanePicture(size: stage.scaled, layout: stage.layout, like: source)
            }
        }
        return pictures
    }

    private mutating func run<Source: PlaneSource & ~Copyable>(
        _ planar: PlanarPlan, on source: borrowing Source, _ pictures: [Int: PlanePicture]
    ) throws(CodecError) {
        var run = PlanarRun(planar, outputs: plan.outputs, pictures: pictures, clock: clock)
        for (index, file) in try run.files(from: source) {
            let output = plan.outputs[index]
            images[index] = RenderedImage(
                size: output.geometry.output, format: output.format, frames: 1, bytes: file)
        }
        clock.measurements.decodedPixels += run.decodedPixels
        for (index, stage) in planar.stages.enumerated() {
            guard let picture = pictures[index] else { continue }
            try finish(picture, stage.outputs)
        }
    }

    /// The outputs that are made of `picture`.
    private mutating func finish(_ picture: PlanePicture, _ indices: [Int]) throws(CodecError) {
        let span = clock.begin(.resize)
        let shown = try plan.source.isSRGB ? picture.image.same() : picture.image.convertedToSRGB().copiedToMemory()
        clock.end(span)
        let made = Picture(shown)
        for index in indices { try finish(made, as: plan.outputs[index].geometry, output: index) }
    }
}
