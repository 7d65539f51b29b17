package import Codecs
package import ImageModel

/// One decode of the source by libvips, and everything that is made from it.
package struct DecodePass: Sendable, Hashable, Codable {
    /// Which pages are decoded: outputs with equal keys share a decode.
    package struct Key: Sendable, Hashable, Codable {
        package var page: Int
        /// More than one are stacked and treated as one picture.
        package var pages: Int
    }

    /// The pictures of one part of the source.
    package struct Branch: Sendable, Hashable, Codable {
        /// The part in full pixels as stored; `nil` is all of it.
        package var crop: PixelRect?
        package var treatment: PixelTreatment
        /// In stored order.
        package var ladder: Ladder
        /// For each step, the outputs that are made from its picture.
        package var outputs: [[Int]]
    }

    package var options: DecodeOptions
    /// Whether the pages are one picture, and not frames.
    package var isStacked: Bool
    /// The size of a decoded frame, as stored. For JPEG and WebP the codec's rounding may differ by a pixel.
    package var decodedSize: PixelSize
    package var branches: [Branch]
    /// Outputs whose part of the source only pixels can tell: trimmed, or cut smartly.
    package var searched: [Int]

    /// Whether a frame is decoded into memory as a whole: more than one picture is made from it, or one in another order
    /// than that of the rows.
    package var keepsDecoded: Bool {
        options.frames > 1 || !searched.isEmpty || branches.count > 1
            || branches.contains { $0.ladder.rootCount > 1 }
    }

    init(_ key: Key, outputs indices: [Int], of outputs: [RenderPlan.Output], header: SourceHeader) {
        isStacked = key.pages > 1
        let frames = isStacked ? key.pages : indices.map { outputs[$0].frames }.max() ?? 1
        let stored = PixelSize(width: header.stored.width, height: header.stored.height * key.pages)
        searched = indices.filter { outputs[$0].needsSearch }
        branches = Self.branches(indices.filter { !outputs[$0].needsSearch }, outputs)
        let scale =
            searched.isEmpty && !isStacked ? Self.scale(of: header, stored, branches, frames: frames) : .full
        options = DecodeOptions(scale: scale, page: key.page, frames: frames)
        options.joinsPages = isStacked
        decodedSize = Self.size(stored, at: scale)
    }

    private static func branches(_ indices: [Int], _ outputs: [RenderPlan.Output]) -> [Branch] {
        var groups: [(crop: PixelRect?, treatment: PixelTreatment, outputs: [Int])] = []
        for index in indices {
            let crop = outputs[index].geometry.sourceRegion.crop?.rect
            let treatment = PixelTreatment(outputs[index])
            if let known = groups.firstIndex(where: { $0.crop == crop && $0.treatment == treatment }) {
                groups[known].outputs.append(index)
            } else {
                groups.append((crop, treatment, [index]))
            }
        }
        return groups.map { group in
            let ladder = Ladder(sizes: group.outputs.map { outputs[$0].geometry.storedScaled })
            let byStep = ladder.steps.map { step in
                group.outputs.filter { outputs[$0].geometry.storedScaled == step.size }
            }
            return Branch(crop: group.crop, treatment: group.treatment, ladder: ladder, outputs: byStep)
        }
    }

    /// The scale at which the codec decodes, so that each picture is still resized from at least twice its sides: a
    /// codec's own scaling is a box filter, which alone would show jagged edges.
    private static func scale(
        of header: SourceHeader, _ stored: PixelSize, _ branches: [Branch], frames: Int
    ) -> DecodeOptions.Scale {
        var share = 0.0
        for branch in branches {
            let part = branch.crop?.size ?? stored
            for step in branch.ladder.steps {
                share = max(
                    share, Double(step.size.width) / Double(part.width), Double(step.size.height) / Double(part.height))
            }
        }
        // A codec mixes samples.
        let isShrunk = branches.allSatisfy { $0.treatment.mixing != .light && $0.treatment.shrinksOnLoad }
        guard header.isVector || isShrunk else { return .full }
        switch header.format {
        case .jpeg: return shrunk(share)
        case .webp where header.planes != nil: return shrunk(share)
        case .webp where frames == 1: return share * 2 < 1 ? .factor(share * 2) : .full
        case .svg: return .factor(share)
        case .webp, .png, .gif, .tiff, .avif, .heic, .jxl, .bmp, .ico: return .full
        }
    }

    private static func shrunk(_ share: Double) -> DecodeOptions.Scale {
        [8, 4, 2].first { share * 2 * Double($0) <= 1 }.map { .shrunk(by: $0) } ?? .full
    }

    private static func size(_ stored: PixelSize, at scale: DecodeOptions.Scale) -> PixelSize {
        switch scale {
        case .full: stored
        case .shrunk(let factor):
            PixelSize(width: (stored.width + factor - 1) / factor, height: (stored.height + factor - 1) / factor)
        case .factor(let factor):
            PixelSize(
                width: max(1, Int((Double(stored.width) * factor).rounded())),
                height: max(1, Int((Double(stored.height) * factor).rounded())))
        }
    }
}

extension RenderPlan.Output {
    /// Whether only pixels can tell which part of the source is used.
    var needsSearch: Bool {
        if case .smart = geometry.sourceRegion.crop { return true }
        return rendition.trim != nil
    }
}

/// How decoded pixels become those of a picture; pictures of one kind can be made from one another.
package struct PixelTreatment: Sendable, Hashable, Codable {
    package var resampling: Resampling
    package var mixing: ColourMixing
    /// More than 8 bits a sample stay.
    package var keepsDepth: Bool
    /// The codec may decode at a smaller scale.
    package var shrinksOnLoad: Bool

    init(_ output: RenderPlan.Output) {
        let last = output.rendition.lastStep
        resampling = output.rendition.resampling
        mixing = output.rendition.mixing
        shrinksOnLoad = output.rendition.shrinksOnLoad
        keepsDepth =
            EncodeOptions(format: output.format, quality: output.quality, output: last.output).keeps16Bits
    }
}
