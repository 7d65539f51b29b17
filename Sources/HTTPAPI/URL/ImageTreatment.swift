import ImageModel
import ImageService
import Rendering
import RequestGrammar

/// What becomes of a source on its way to the client.
enum ImageTreatment: Sendable {
    /// Its bytes go out as they are.
    case unchanged
    /// A drawing goes out as one, without anything that acts.
    case sanitised
    case rendered(RenderPlan)

    /// The treatment of `opened` that `asked` and the settings lead to.
    ///
    /// - Throws: `render`.
    init(
        of opened: OpenedSource, asked: ProcessingRequest, client: URLClient, service: ImageService,
        configuration: URLAPIConfiguration
    ) throws(ServiceError) {
        let format = opened.header.format
        if opened.header.isVector, asked.mayStay(format), !configuration.alwaysRasterisesSVG {
            self = configuration.sanitisesSVG ? .sanitised : .unchanged
        } else if asked.passes(format) {
            self = .unchanged
        } else {
            let formats = configuration.formats.policy(for: client.accept)
            self = .rendered(
                try service.plan(
                    [asked.chain(ofVector: opened.header.isVector)], of: opened, formats: formats,
                    limits: service.limits.replaced(by: asked.options.limits),
                    damage: service.damagePolicy(for: .answer)))
        }
    }

    /// What the entity tag says of the treatment.
    var fingerprint: String {
        switch self {
        case .unchanged: Self.unchangedFingerprint
        case .sanitised: "sanitised"
        case .rendered(let plan):
            plan.outputs.map { "\($0.format.rawValue) \($0.quality) \($0.geometry.output) \($0.frames)" }
                .joined(separator: ",")
        }
    }

    static let unchangedFingerprint = "unchanged"

    /// Whether another `Accept` could lead to another answer.
    func dependsOnClient(_ negotiation: FormatNegotiation) -> Bool {
        guard case .rendered(let plan) = self, let output = plan.outputs.first else { return false }
        let last = output.rendition.followedBy.last ?? output.rendition
        let isAnimated =
            plan.source.frames > 1 && output.rendition.pages == 1 && !output.rendition.disablesAnimation
        return negotiation.dependsOnClient(last, of: plan.source, isAnimated: isAnimated)
    }
}

extension ProcessingRequest {
    /// Whether an answer may have the source's own `format`.
    func mayStay(_ format: ImageFormat) -> Bool { self.format == nil || self.format == format }

    /// Whether sources of `format` go out as they are.
    func passes(_ format: ImageFormat) -> Bool {
        mayStay(format) && format != .svg && options.skippedFormats.contains(format)
    }

    /// The renditions as one, each further one made of the result of the one before.
    func chain(ofVector isVector: Bool) -> Rendition {
        var renditions = renditions
        // A drawing that has to become pixels cannot stay one.
        if isVector {
            for index in renditions.indices where renditions[index].format == .svg { renditions[index].format = nil }
        }
        var first = renditions.isEmpty ? Rendition() : renditions.removeFirst()
        first.followedBy = renditions
        return first
    }
}

extension RenderLimits {
    /// These limits with those of a URL in their place; 0 is none.
    func replaced(by limits: RequestOptions.Limits) -> RenderLimits {
        func pixels(_ megapixels: Double) -> Int {
            megapixels == 0 ? .max : Int(min(megapixels * 1_000_000, 1e15).rounded(.up))
        }
        var replaced = self
        if let megapixels = limits.sourceMegapixels { replaced.maximumPixels = pixels(megapixels) }
        if let frames = limits.animationFrames { replaced.maximumFrames = frames == 0 ? maximumFrames : frames }
        if let megapixels = limits.frameMegapixels {
            replaced.maximumAnimationFramePixels = megapixels == 0 ? 0 : pixels(megapixels)
        }
        if let side = limits.resultSide { replaced.maximumResultSide = side }
        return replaced
    }
}
