package import ImageModel
package import RequestGrammar
package import Sources
package import Storage

/// What is wanted from one source: every caller's request, whether it is a URL, JSON, an upload, an item of a batch or
/// a command. `ImageService.answer` does it.
package struct Asked: Sendable {
    package enum Source: Sendable {
        case reference(SourceReference)
        case upload(Upload)
        /// A text that does not name a possible source, and why.
        case refused(SourceError)
    }

    package enum Product: Sendable {
        /// At least one; each is a chain of steps.
        case renditions([Rendition])
        /// Facts about the source instead of pictures.
        case facts(FactsWish)
    }

    package var source: Source
    package var product: Product
    /// Where results are stored; `nil`: the caller gets them.
    package var store: NameTemplate?
    /// What names are made from, besides what the source provides.
    package var names = Names()
    /// Paths that must not be written twice; shared by the requests of one run.
    package var claims: OutputClaims?
    /// Instead of the service's own limits.
    package var limits = RequestOptions.Limits()
    /// The digest that the source's bytes must have; it is checked before they are used or sent.
    package var checksum: RequestOptions.Checksum?
    package var keeping = Keeping.nothing
    /// Whether a drawing becomes pixels where no format is asked for; where it is asked for as a drawing, it stays one.
    package var rasterisesDrawings = true
    package var drawings = Drawings.sanitised
    /// How the format of renditions that name none is found.
    package var formats = FormatPolicy.sources
    package var fallback = Fallback.none
    package var fetch = FetchPlan()
    /// Tells otherwise equal requests apart for whoever keeps answers.
    package var cacheBuster = ""
    /// Whether the answer tells the hash of the source's bytes, where its origin tells no entity tag.
    package var hashesSource = false
    /// Called before anything is rendered: whether the caller already has the result.
    package var isKnown: (@Sendable (AnswerBasis) -> Bool)?
    /// Whether somebody waits for the answer.
    package var priority = MemoryHold.Priority.live

    package init(source: Source, product: Product) {
        self.source = source
        self.product = product
    }

    package init(
        source: Source, renditions: [Rendition], store: NameTemplate? = nil, directory: String? = nil,
        claims: OutputClaims? = nil
    ) {
        self.init(source: source, product: .renditions(renditions))
        self.store = store
        self.claims = claims
        names.directory = directory
    }

    /// What is made; empty if only facts are requested.
    package var renditions: [Rendition] {
        if case .renditions(let renditions) = product { renditions } else { [] }
    }
}

extension Asked {
    /// What file names are made from; `nil`: the source's own name.
    package struct Names: Sendable {
        /// The file name without extension.
        package var stem: String?
        /// What `{dir}` stands for.
        package var directory: String?
        package var columns: [String: String] = [:]

        package init() {}
    }

    /// Sources that are passed on unchanged.
    package enum Keeping: Sendable, Hashable {
        case nothing
        /// Those of these formats, where no other format is asked for; drawings stay such (`Drawings`).
        case formats(Set<ImageFormat>)
        /// Every source, whatever it is; it is not even opened.
        case everything

        package init(formats: Set<ImageFormat>) { self = formats.isEmpty ? .nothing : .formats(formats) }
    }

    /// What becomes of a drawing that stays one.
    package enum Drawings: Sendable, Hashable {
        /// It is written without anything that acts.
        case sanitised
        case kept
    }

    /// The picture instead of a source that is not available. Stored results have none: it would be stored under the
    /// name of its source.
    package enum Fallback: Sendable, Hashable {
        case none
        /// The configured one, if there is one.
        case configured
        /// The one at this address, and no other.
        case own(String)

        /// The one that `options` name, otherwise the configured one.
        package init(_ options: RequestOptions) { self = options.fallbackImageURL.map { .own($0) } ?? .configured }
    }
}

extension Asked.Source {
    /// The source that `text` names, as in requests; if `readsFiles`, an absolute path is a file, too. `version` is that
    /// of an object, if it was separated already.
    package init(named text: String, version: String? = nil, readsFiles: Bool = false) {
        do throws(SourceError) {
            self = .reference(try SourceReference(named: text, version: version, readsFiles: readsFiles))
        } catch {
            self = .refused(error)
        }
    }

    var reference: SourceReference? {
        if case .reference(let reference) = self { reference } else { nil }
    }
}

extension SourceReference {
    /// The source that `text` names, as in requests; if `readsFiles`, an absolute path is a file, too.
    ///
    /// - Throws: `invalidReference`, `schemeNotAllowed`.
    init(named text: String, version: String? = nil, readsFiles: Bool) throws(SourceError) {
        if readsFiles, text.hasPrefix("/") {
            self = .file(path: text)
        } else {
            try self.init(parsing: text, version: version)
        }
    }
}
