import ImageModel
import Rendering

/// What becomes of a source for one rendition.
enum Treatment: Sendable, Hashable {
    /// It is handed on as it is.
    case kept
    /// A drawing stays one, without anything that acts.
    case sanitised
    case rendered
}

extension Asked {
    /// What becomes of a source of `format` for `rendition`: the one place that says when a source is kept as it is.
    func treatment(of format: ImageFormat, for rendition: Rendition) -> Treatment {
        guard rendition.lastStep.format ?? format == format else { return .rendered }
        if format == .svg {
            guard !rasterisesDrawings || rendition.lastStep.format == .svg || keeps(.svg) else { return .rendered }
            switch drawings {
            case .sanitised: return .sanitised
            case .kept: return .kept
            }
        }
        return keeps(format) ? .kept : .rendered
    }

    private func keeps(_ format: ImageFormat) -> Bool {
        switch keeping {
        case .nothing: false
        case .formats(let formats): formats.contains(format)
        case .everything: true
        }
    }

    /// Whether a source that begins as `format` goes on to the caller while it comes.
    func passesOn(_ format: ImageFormat?) -> Bool {
        if keeping == .everything { return true }
        guard let format, format != .svg else { return false }
        return renditions.allSatisfy { treatment(of: format, for: $0) == .kept }
    }

    /// Whether that can be for any source: not where its checksum has to be right before the first byte goes out.
    var mayPassOn: Bool { fetch.passesOn && checksum == nil && keeping != .nothing }
}

extension RenderPlan {
    /// What is made, as text.
    var fingerprint: String {
        outputs.map { "\($0.format.rawValue) \($0.quality) \($0.geometry.output) \($0.frames)" }.joined(separator: ",")
    }
}

extension AnswerBasis {
    /// That of a source that is handed on as it is.
    static let keptFingerprint = "unchanged"

    /// Of `treatments` as text; `plan` says what is rendered.
    static func fingerprint(of treatments: [Treatment], _ plan: RenderPlan?) -> String {
        let others = treatments.compactMap { treatment in
            switch treatment {
            case .kept: keptFingerprint
            case .sanitised: "sanitised"
            case .rendered: nil
            }
        }
        return (others + [plan?.fingerprint].compactMap(\.self)).joined(separator: ",")
    }
}
