import Codecs
package import ImageModel

/// How a pass runs in planes, from the file's own to those of the results: rows are decoded, resized and written on the
/// way, and no frame is held. Outputs that want more than geometry, or a file that takes no planes, get a picture.
package struct PlanarPlan: Sendable, Hashable {
    package var layout: PlaneLayout
    /// What is used of the source, in its full pixels.
    package var crop: PixelRect
    /// Parents before children.
    package var stages: [PlanarStagePlan]

    /// The plan for `pass`; `nil` when the source has no planes, or when more than one part of it is wanted, or light is
    /// mixed.
    package init?(_ pass: DecodePass, of plan: RenderPlan) {
        guard let layout = plan.source.planes, pass.searched.isEmpty, !pass.isStacked, pass.options.frames == 1,
            pass.branches.count == 1, let branch = pass.branches.first, branch.treatment.mixing != .light,
            branch.treatment.resampling != .nearest
        else { return nil }
        self.layout = layout
        crop = branch.crop ?? PixelRect(left: 0, top: 0, size: plan.source.stored)
        stages = Self.stages(branch.outputs.flatMap(\.self).sorted(), plan, layout)
        guard layout == layout.finest && !layout.hasAlpha || stages.allSatisfy({ $0.shrinks(crop.size) }) else {
            return nil
        }
    }

    /// One stage for each different picture, each made of the smallest one that serves.
    private static func stages(
        _ indices: [Int], _ plan: RenderPlan, _ layout: PlaneLayout
    ) -> [PlanarStagePlan] {
        var stages: [PlanarStagePlan] = []
        for index in indices {
            let stage = PlanarStagePlan(
                plan.outputs[index], index: index, source: plan.source, planes: layout)
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

extension RenderPlan {
    /// The plan in planes for `pass`, where there is one.
    package func planar(_ pass: DecodePass) -> PlanarPlan? { PlanarPlan(pass, of: self) }
}

extension RenderPlan.Output {
    /// Whether the output is geometry and a file that takes `planes` of `source` as they are.
    func isPlanar(of source: SourceHeader, _ planes: PlaneLayout) -> Bool {
        takesPlanes && planes.colours != .rgb && !planes.hasAlpha && source.isSRGB && frames == 1
            && rendition.followedBy.isEmpty && !needsSearch && substitute == nil && isPlainGeometry
            && isPlainFile(source)
    }

    private var takesPlanes: Bool {
        switch format {
        case .jpeg, .avif: true
        case .webp: PlanarWebPWriter.takes(rendition.output.webp)
        default: false
        }
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
