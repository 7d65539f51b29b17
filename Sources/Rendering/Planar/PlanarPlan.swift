import Codecs
package import ImageModel

/// How a render runs in planes, from the file's own to those of the results: rows are decoded, resized and written on the
/// way, and no frame is held. Outputs that want more than geometry, or a file that takes no planes, get a picture.
package struct PlanarPlan: Sendable, Hashable, Codable {
    /// The source's.
    var format: PlaneFormat
    package var layout: PlaneLayout
    /// What is used of the source, in its full pixels.
    package var crop: PixelRect
    /// Parents before children.
    package var stages: [PlanarStagePlan]
    /// Whether planes may be decoded smaller than they are.
    package var shrinksOnLoad: Bool

    /// The plan for `outputs`; `nil` if the source has no planes, if more than one part of it is wanted or one that only pixels
    /// can tell, or if light is mixed.
    init?(_ outputs: [RenderPlan.Output], of source: SourceHeader) {
        guard let layout = source.planes, let format = PlaneFormat(source.format), let first = outputs.first,
            first.canComeFromPlanes(of: source), outputs.allSatisfy({ $0.sharesDecode(with: first, of: source) })
        else { return nil }
        self.format = format
        self.layout = layout
        crop = first.geometry.sourceRegion.crop?.rect ?? PixelRect(left: 0, top: 0, size: source.stored)
        shrinksOnLoad = first.rendition.shrinksOnLoad
        stages = Self.stages(outputs, source, layout)
        // A second run over more would take too long: screenshots are smaller.
        if crop.size.pixels > Self.mostPixelsOfSecondRun {
            for index in stages.indices { stages[index].finerLayout = nil }
        }
        guard layout == layout.finest && !layout.hasAlpha || stages.allSatisfy({ $0.shrinks(crop.size) }) else {
            return nil
        }
    }

    /// The same plan for a source whose colours turned out to have detail that is lost at half the sides: all files whose layout
    /// is not settled keep them. `nil` where there are none.
    var finer: PlanarPlan? {
        guard stages.contains(where: { $0.finerLayout != nil }) else {
            return nil
        }
        var finer = self
        finer.stages = stages.map(\.finer)
        return finer
    }

    /// The largest part of a source that may be decoded twice for its colours.
    private static let mostPixelsOfSecondRun = 16 << 20

    /// Whether a run may begin anew, as `finer`.
    package var mayBeginAnew: Bool { finer != nil }

    /// Whether rows of the source come while it is decoded, so that a run can end between them.
    package var givesRows: Bool { format.reading.givesRows }

    /// One stage for each different picture, each made of the smallest one that serves.
    private static func stages(
        _ outputs: [RenderPlan.Output], _ source: SourceHeader, _ layout: PlaneLayout
    ) -> [PlanarStagePlan] {
        var stages: [PlanarStagePlan] = []
        for (index, output) in outputs.enumerated() {
            let stage = PlanarStagePlan(output, index: index, source: source, planes: layout)
            if let known = stages.firstIndex(where: { $0.isSame(as: stage) }) {
                stages[known].outputs.append(index)
            } else {
                stages.append(stage)
            }
        }
        // Of two that are equally large, the finer one can serve the other.
        stages.sort { ($0.scaled.pixels, $0.layout.samplesPerPixel) > ($1.scaled.pixels, $1.layout.samplesPerPixel) }
        for index in stages.indices {
            stages[index].parent = stages[..<index].lastIndex { $0.serves(stages[index]) }
        }
        return stages
    }
}

extension RenderPlan.Output {
    /// Whether pixels are resampled as planes are, and of a part of the source that is known.
    fileprivate func canComeFromPlanes(of source: SourceHeader) -> Bool {
        let treatment = PixelTreatment(self)
        return !needsSearch && frames == 1 && DecodePass.Key(self, of: source).pages == 1
            && treatment.mixing != .light && treatment.resampling != .nearest
    }

    /// Whether the output can be made from the same decoded rows as `other`.
    fileprivate func sharesDecode(with other: RenderPlan.Output, of source: SourceHeader) -> Bool {
        !needsSearch && frames == other.frames && PixelTreatment(self) == PixelTreatment(other)
            && geometry.sourceRegion.crop?.rect == other.geometry.sourceRegion.crop?.rect
            && DecodePass.Key(self, of: source) == DecodePass.Key(other, of: source)
    }

    /// The planes of its file if the output is geometry and a file that takes `planes` of `source` as they are.
    func filePlanes(of source: SourceHeader, _ planes: PlaneLayout) -> FilePlanes? {
        guard planes.colours != .rgb, !planes.hasAlpha, source.isSRGB, frames == 1, rendition.followedBy.isEmpty,
            !needsSearch, substitute == nil, isPlainGeometry, isPlainFile(source)
        else { return nil }
        return format.planeWriting?.planes(for: planes, quality: quality, rendition.output)
    }

    private var isPlainGeometry: Bool {
        if case .smart = geometry.crop { return false }
        return geometry.canvas == nil && geometry.padding == .none && rendition.effects == .none
            && (rendition.watermark.map { $0.opacity <= 0 } ?? true)
    }

    private func isPlainFile(_ source: SourceHeader) -> Bool {
        let output = rendition.output
        return output.autoQuality == nil && output.maximumBytes == 0 && output.stripsMetadata
            && (output.stripsProfile || !source.hasProfile) && output.dotsPerInch == 0
            && !(output.keepsCopyright && source.namesAuthor)
    }
}
