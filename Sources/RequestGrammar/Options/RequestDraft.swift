import ImageModel

/// A request while its options are applied to it.
struct RequestDraft: Sendable {
    /// One of the pipelines, including values that count only together with a later option.
    struct Pipeline: Sendable {
        var rendition: Rendition
        /// Kept even without a watermark, because a later option may add one.
        var watermarkURL: String?

        init(_ rendition: Rendition) {
            self.rendition = rendition
            watermarkURL = rendition.watermark?.url
        }

        /// The rendition, without parts that have no effect.
        var finished: Rendition {
            var rendition = rendition
            rendition.watermark?.url = watermarkURL
            if rendition.watermark?.opacity == 0 { rendition.watermark = nil }
            if let crop = rendition.crop, crop.width == 0, crop.height == 0, crop.aspectRatio == 0 {
                rendition.crop = nil
            }
            return rendition
        }
    }

    /// At least one.
    private var pipelines: [Pipeline]
    private let base: Rendition
    /// The pipeline that options are applied to.
    private(set) var index = 0
    /// Holds the values for reading and writing that all pipelines share: format, quality, `output`, pages.
    var shared: Rendition
    var options: RequestOptions
    var info = InfoOptions()
    /// The applied options that concern the whole request.
    var requestOptions: [String] = []
    var presets: [String] = []
    var warnings: [String] = []

    /// A draft of one pipeline, starting from `base`.
    init(base: Rendition = Rendition(), options: RequestOptions = RequestOptions()) {
        self.base = base
        pipelines = [Pipeline(base)]
        shared = base
        self.options = options
    }

    /// The pipeline that options are applied to.
    var pipeline: Pipeline {
        get { pipelines[index] }
        set { pipelines[index] = newValue }
    }

    var rendition: Rendition {
        get { pipelines[index].rendition }
        set { pipelines[index].rendition = newValue }
    }

    /// Applies what follows to the pipeline at `index`; pipelines up to it are created.
    mutating func select(_ index: Int) {
        while pipelines.count <= index { pipelines.append(Pipeline(base)) }
        self.index = index
    }

    /// The finished pipelines.
    var renditions: [Rendition] {
        pipelines.enumerated().map { index, pipeline in
            var rendition = pipeline.finished
            rendition.format = shared.format
            rendition.quality = shared.quality
            rendition.output = shared.output
            rendition.disablesAnimation = shared.disablesAnimation
            rendition.page = index == 0 ? shared.page : 0
            rendition.pages = index == 0 ? shared.pages : 1
            return rendition
        }
    }
}
