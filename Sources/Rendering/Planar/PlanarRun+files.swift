import Codecs
import ImageModel

extension PlanarRun {
    /// The outputs that are made of `picture`.
    func finish(_ picture: PlanePicture, _ indices: [Int]) throws(CodecError) {
        let span = clock.begin(.resize)
        let shown = try render.source.isSRGB ? picture.image.same() : picture.image.convertedToSRGB().copiedToMemory()
        clock.end(span)
        let made = Picture(shown)
        for index in indices {
            try files.add(made, as: render.outputs[index].geometry, output: index, profile: profile)
        }
    }

    /// The files of `stage`, whose rows are all made.
    func finish(_ stage: PlanarStage) throws(CodecError) {
        let span = clock.begin(.encode)
        defer { clock.end(span) }
        if let file = try (stage.sink as? any PlaneFileSink)?.finish() {
            return files.add(file, output: stage.plan.outputs[0])
        }
        var made: [(output: RenderPlan.Output, file: EncodedBytes)] = []
        for index in stage.plan.outputs {
            let output = render.outputs[index]
            // Outputs that are the same (a source smaller than two of the sizes requested) share one file.
            if let same = made.first(where: { $0.output.isFile(of: output) }) {
                files.add(same.file, output: index)
                continue
            }
            let orientation = output.geometry.orientation
            let planes = orientation == .upright ? stage.planes : stage.planes.map { $0.turned(by: orientation) }
            let writer = try Self.writer(for: output, stage.plan.layout)
            _ = try writer.write(planes)
            let file = try writer.finish()
            files.add(file, output: index)
            made.append((output, file))
        }
    }

    /// A writer of the file of `output`, whose planes are `layout`.
    static func writer(
        for output: RenderPlan.Output, _ layout: PlaneLayout
    ) throws(CodecError) -> any PlaneFileSink {
        guard let format = output.format.planeWriting else {
            throw CodecError(.unencodable, format: output.format, detail: "the format is not written from planes")
        }
        return try format.writer(
            output.geometry.output, layout, quality: output.quality, output.rendition.output)
    }
}

extension RenderPlan.Output {
    /// Whether `other`, made of the same picture, is the same file.
    fileprivate func isFile(of other: RenderPlan.Output) -> Bool {
        geometry == other.geometry && format == other.format && quality == other.quality
            && rendition.output == other.rendition.output
    }
}
