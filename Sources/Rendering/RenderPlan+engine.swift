import Codecs
import ImageModel

extension RenderPlan {
    /// Who carries a plan out, and how: decided once, when the plan is made.
    package enum Engine: Sendable, Hashable, Codable {
        /// Our own engine: the source becomes planes, which go row by row to all outputs.
        case planes(PlanarPlan)
        /// libvips: a pass for each page that is requested, nearly always one.
        case passes([DecodePass])

        init(for outputs: [Output], of header: SourceHeader, usesThumbnail: Bool) {
            if let planar = PlanarPlan(outputs, of: header) {
                self = .planes(planar)
                return
            }
            self = .passes(
                DecodePass.Key.grouped(outputs, header).map { key, indices in
                    var pass = DecodePass(key, outputs: indices, of: outputs, header: header)
                    pass.options.usesThumbnail = usesThumbnail
                    return pass
                })
        }
    }

    /// How the plan runs in planes, if it does.
    package var planar: PlanarPlan? {
        switch engine {
        case .planes(let planar): planar
        case .passes: nil
        }
    }

    /// The passes of libvips; none if the plan runs in planes.
    package var passes: [DecodePass] {
        switch engine {
        case .planes: []
        case .passes(let passes): passes
        }
    }
}

extension DecodePass.Key {
    /// The key of `output`: of a source with fewer pages than requested, those that there are.
    init(_ output: RenderPlan.Output, of header: SourceHeader) {
        page = output.rendition.page
        pages = max(1, min(output.rendition.pages, header.pages - output.rendition.page))
    }

    /// The keys of `outputs`, in the order in which they come first, and the outputs of each.
    fileprivate static func grouped(
        _ outputs: [RenderPlan.Output], _ header: SourceHeader
    ) -> [(DecodePass.Key, [Int])] {
        var groups: [(DecodePass.Key, [Int])] = []
        for (index, output) in outputs.enumerated() {
            let key = DecodePass.Key(output, of: header)
            if let known = groups.firstIndex(where: { $0.0 == key }) {
                groups[known].1.append(index)
            } else {
                groups.append((key, [index]))
            }
        }
        return groups
    }
}
