import ImageModel
import Rendering

/// What becomes of a source for one rendition.
enum Treatment: Sendable, Hashable {
    /// It is passed on unchanged.
    case kept
    /// A drawing stays a drawing, without active content.
    case sanitised
    case rendered
}

extension Asked {
    /// What becomes of a source of `format` for `rendition`: the only place that decides when a source stays unchanged.
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

    /// Whether a source that begins like `format` is passed on as it arrives.
    func passesOn(_ format: ImageFormat?) -> Bool {
        if keeping == .everything { return true }
        guard let format, format != .svg else { return false }
        return renditions.allSatisfy { treatment(of: format, for: $0) == .kept }
    }

    /// Whether that is possible for any source: not if its checksum must be verified before the first byte is sent.
    var mayPassOn: Bool { fetch.passesOn && checksum == nil && keeping != .nothing }
}

extension RenderPlan {
    /// What is made, as text.
    var fingerprint: String {
        outputs.map { "\($0.format.rawValue) \($0.quality) \($0.geometry.output) \($0.frames)" }.joined(separator: ",")
    }
}

extension AnswerBasis {
    /// The text for a source that is passed on unchanged.
    static let keptFingerprint = "unchanged"

    /// The text for `treatments`; `plan` says what is rendered.
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
