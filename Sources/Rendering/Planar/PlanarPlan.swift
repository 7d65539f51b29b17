import Codecs
package import ImageModel

/// How a pass of a JPEG source runs in planes, from the file's own to those of the results, without a detour through
/// RGB: nothing but geometry is asked for, and colours are those of sRGB.
package struct PlanarPlan: Sendable, Hashable {
    package var layout: PlaneLayout
    /// 1, 2, 4 or 8.
    package var denominator: Int
    /// What is used of the source, in its full pixels.
    package var crop: PixelRect
    /// Parents before children.
    package var stages: [PlanarStagePlan]

    /// The plan for `pass`; `nil` when it needs more than planes can do.
    package init?(_ pass: DecodePass, of plan: RenderPlan) {
        guard let layout = plan.source.planes, pass.searched.isEmpty, !pass.isStacked, pass.branches.count == 1,
            let branch = pass.branches.first
        else { return nil }
        let indices = branch.outputs.flatMap(\.self)
        guard indices.allSatisfy({ plan.outputs[$0].isPlanar(of: plan.source) }) else { return nil }
        self.layout = layout
        denominator = pass.options.scale.denominator
        crop = branch.crop ?? PixelRect(left: 0, top: 0, size: plan.source.stored)
        stages = Self.stages(indices.sorted(), plan)
    }

    /// One stage for each different picture, each made of the smallest one that serves.
    private static func stages(_ indices: [Int], _ plan: RenderPlan) -> [PlanarStagePlan] {
        var stages: [PlanarStagePlan] = []
        for index in indices {
            let stage = PlanarStagePlan(plan.outputs[index], index: index, source: plan.source.planes ?? .full)
            if let known = stages.firstIndex(where: { $0.isSame(as: stage) }) {
                stages[known].outputs.append(index)
            } else {
                stages.append(stage)
            }
        }
        stages.sort { $0.scaled.pixels > $1.scaled.pixels }
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

extension DecodeOptions.Scale {
    fileprivate var denominator: Int {
        if case .shrunk(let factor) = self { factor } else { 1 }
    }
}

extension RenderPlan.Output {
    /// Whether the output is geometry and JPEG, and no more.
    fileprivate func isPlanar(of source: SourceHeader) -> Bool {
        format == .jpeg && frames == 1 && rendition.followedBy.isEmpty && !needsSearch && substitute == nil
            && isPlainGeometry && isPlainFile(source)
    }

    private var isPlainGeometry: Bool {
        if case .smart = geometry.crop { return false }
        return geometry.canvas == nil && geometry.padding == .none && rendition.effects == .none
            && (rendition.watermark.map { $0.opacity <= 0 } ?? true) && rendition.resampling != .nearest
            && PixelTreatment(self).mixing != .light
    }

    private func isPlainFile(_ source: SourceHeader) -> Bool {
        let output = rendition.output
        return output.autoQuality == nil && output.maximumBytes == 0 && output.stripsMetadata
            && (output.stripsProfile || !source.hasProfile) && output.dotsPerInch == 0
            && !(output.keepsCopyright && source.namesAuthor)
    }
}
