package import ImageModel
package import RequestGrammar
package import Sources
package import Storage

/// What is asked of one source: every caller's wish, whether it came as a URL, as JSON, with an upload, out of a batch or from the command
/// line. `ImageService.answer` does it.
package struct Asked: Sendable {
    package enum Source: Sendable {
        case reference(SourceReference)
        case upload(Upload)
        /// A text that names no source that could be had, and why.
        case refused(SourceError)
    }

    package enum Product: Sendable {
        /// At least one; each a chain of steps.
        case renditions([Rendition])
        /// What is known about the source, in place of pictures.
        case facts(FactsWish)
    }

    package var source: Source
    package var product: Product
    /// Where results are kept; `nil` hands them to the caller.
    package var store: NameTemplate?
    /// What names are made of, beside what the source says.
    package var names = Names()
    /// Paths that must not be written twice; shared by the requests of one run.
    package var claims: OutputClaims?
    /// In place of the service's own limits.
    package var limits = RequestOptions.Limits()
    /// The digest that the source's bytes must have; it is checked before anything is made of them, or goes out.
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
    /// Asked before anything is rendered: whether the caller has what would come of it.
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

    /// What is made; empty when only facts are asked for.
    package var renditions: [Rendition] {
        if case .renditions(let renditions) = product { renditions } else { [] }
    }
}

extension Asked {
    /// What names of files are made of; `nil` is what the source's own name says.
    package struct Names: Sendable {
        /// The file name without extension.
        package var stem: String?
        /// What `{dir}` stands for.
        package var directory: String?
        package var columns: [String: String] = [:]

        package init() {}
    }

    /// Sources that are handed on as they are.
    package enum Keeping: Sendable, Hashable {
        case nothing
        /// Those of these formats, where no other format is asked for; drawings stay such (`Drawings`).
        case formats(Set<ImageFormat>)
        /// Every source, whatever it is; it is not even looked at.
        case everything

        package init(formats: Set<ImageFormat>) { self = formats.isEmpty ? .nothing : .formats(formats) }
    }

    /// What becomes of a drawing that stays one.
    package enum Drawings: Sendable, Hashable {
        /// It is written without anything that acts.
        case sanitised
        case kept
    }

    /// The picture in place of a source that can't be had. None stands in where results are stored: it would be kept under
    /// the name of its source.
    package enum Fallback: Sendable, Hashable {
        case none
        /// The one that is configured, if there is one.
        case configured
        /// The one at this address, and no other.
        case own(String)

        /// The one that `options` name, or else the configured one.
        package init(_ options: RequestOptions) { self = options.fallbackImageURL.map { .own($0) } ?? .configured }
    }
}

extension Asked.Source {
    /// The source that `text` names, as in requests; where `readsFiles`, an absolute path is a file, too.
    package init(named text: String, readsFiles: Bool = false) {
        do throws(SourceError) {
            self = .reference(try SourceReference(named: text, readsFiles: readsFiles))
        } catch {
            self = .refused(error)
        }
    }

    var reference: SourceReference? {
        if case .reference(let reference) = self { reference } else { nil }
    }
}

extension SourceReference {
    /// The source that `text` names: as in requests; where `readsFiles`, an absolute path is a file, too.
    ///
    /// - Throws: `invalidReference`, `schemeNotAllowed`.
    init(named text: String, readsFiles: Bool) throws(SourceError) {
        if readsFiles, text.hasPrefix("/") {
            self = .file(path: text)
        } else {
            try self.init(parsing: text)
        }
    }
}
