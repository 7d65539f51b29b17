import ArgumentParser
import ImageService
import Jobs
import RequestGrammar
import Settings

/// `batch create MANIFEST`.
struct BatchCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Creates a batch from a list of sources and prints its name.",
        usage: "stillwater batch create MANIFEST --sizes 1600,800 --store 'thumbs/{hash}/{width}.{ext}' --jobs FILE",
        discussion: """
            MANIFEST is a file, - for standard input, a folder (every image below it), local:///FOLDER below --root, or \
            a prefix in an object store, such as s3://bucket/summer/.
            A file has one source per line; or is CSV with a header and a column named source (.csv); or JSON Lines, \
            with a string or an object with a field source on each line (.jsonl). Sources are URLs, local:///… below \
            --root, or absolute paths. If a line is wrong, nothing is started, and all such lines are reported.

            """
                + SettingsText.help { settings throws(SettingsError) in _ = try BatchCommandSettings(reading: settings)
                })

    @Option(
        help:
            "Sizes: W, xH or WxH, each with an optional :fit, :fill or :force, @format and ,q=1…100; or a list's name.")
    var sizes: String

    @Option(
        help: """
            File names: {stem} {dir} {host} {hash} {width} {height} {ext} {format} {fit} {quality} {index}, \
            and the list's columns.
            """)
    var store: String

    @Option(help: "Format of sizes that specify none; by default the source's.")
    var format: String?

    @Option(help: "Quality of sizes that specify none, 1…100.")
    var quality: String?

    @Option(help: "A name for human readers.")
    var label: String?

    @Flag(help: "Make everything again, even if source and options have not changed since an earlier batch.")
    var force = false

    @Option(help: "How often an item is tried if its failures are temporary, 1…100.")
    var attempts: String?

    @Option(help: "An item fails after this many workers were killed while working on it, 1…10000.")
    var losses: String?

    @Option(help: "The batch pauses if more than this share of its items has failed, 0…1.")
    var failureShare: String?

    @Option(help: "URL to notify when the batch ends; needs webhook-secret.")
    var webhook: String?

    @Option(help: "Also notify it each time this many items have ended.")
    var webhookEvery: String?

    @Option(help: "Format of the list: lines, csv or jsonl; by default determined by its name.")
    var listFormat: ManifestFormat?

    @Option(help: "Of an object store, only keys that match: *.jpg, 2026/**/*.png. By default, names of images.")
    var pattern: String?

    @Option(help: "Goes on listing an object store into this batch, whose listing was interrupted.")
    var resume: String?

    @Flag(help: "Process it in this process until it ends.")
    var run = false

    @Argument(parsing: .allUnrecognized, help: .hidden)
    var rest: [String] = []

    func run() async throws {
        let (settings, arguments) = try SettingsText.readWithPositionals(rest) { reader throws(SettingsError) in
            try BatchCommandSettings(reading: reader)
        }
        guard let manifest = arguments.first, arguments.count == 1 else {
            throw ValidationError("Specify one list of sources: a file, -, a folder or a prefix in an object store.")
        }
        if run, !settings.service.canStore {
            throw ValidationError("--run needs --output-root DIR or --output-store URL.")
        }
        let specification = try specification(settings)
        let jobs = try settings.jobs.open()
        let list = ManifestArgument(text: manifest, format: listFormat, service: settings.service)
        let resumed = try resume.map(Self.batchID)
        let batch: Batch
        if let query = try list.objects(pattern: pattern.map { KeyPattern($0) }) {
            batch = try await ObjectBatchCreation(
                jobs: jobs, specification: specification, stores: settings.service.objectStores, resumed: resumed
            ).batch(of: query)
        } else {
            guard pattern == nil, resumed == nil else {
                throw JobError(.invalidManifest, "--pattern and --resume are for lists of object stores.")
            }
            batch = try await create(specification, of: list, in: jobs)
        }
        try ResultText.write("\(batch.id)\n")
        guard run else { return }
        let worker = ForegroundWorker(settings: settings, store: jobs)
        let isDone = try await worker.work(until: .end(of: batch.id), showing: [batch.id])
        let ended = try await jobs.batch(batch.id)
        try ResultText.write(BatchText.status(ended, try await jobs.failures(of: batch.id)))
        if !isDone { throw BatchExit.notEnded }
        if let code = BatchExit.code(of: [ended]) { throw code }
    }

    /// The batch, started. Duplicates and faults of its list are reported on standard error.
    private func create(
        _ specification: BatchSpecification, of list: ManifestArgument, in jobs: any JobStore
    ) async throws -> Batch {
        let rules = try specification.manifestRules()
        let creation = try await jobs.createBatch(specification) { loader in
            try await list.load(by: rules, into: &loader)
        }
        switch creation {
        case .created(let batch, let report):
            Terminal.standardError.write(ManifestText.items(report))
            return batch
        case .known(let batch):
            return batch
        case .refused(let report):
            Terminal.standardError.write(ManifestText.faults(report, in: list.name))
            throw ExitCode.failure
        }
    }

    private static func batchID(_ text: String) throws -> BatchID {
        guard let id = BatchID(text) else {
            throw ValidationError("--resume: \(text.prefix(60)) is not a batch's name.")
        }
        return id
    }

    private func specification(_ settings: BatchCommandSettings) throws -> BatchSpecification {
        let options: [(String, String?)] = [
            ("sizes", sizes), ("store", store), ("format", format), ("quality", quality), ("label", label),
            ("force", force ? "true" : nil), ("attempts", attempts), ("losses", losses), ("failureShare", failureShare),
            ("webhook", webhook), ("webhookEvery", webhookEvery),
        ]
        if webhook != nil, settings.jobs.signer == nil { throw ValidationError("--webhook needs webhook-secret.") }
        let items = options.compactMap { name, value in value.map { (name: name, value: $0) } }
        do {
            return try BatchSpecification(
                BatchRequest(query: items, grammar: settings.grammar), from: .commandLine)
        } catch let error as RequestError {
            throw ValidationError("--\(Self.optionName(in: error.message))")
        }
    }

    /// Options are spelled with hyphens here.
    private static func optionName(in message: String) -> String {
        message.replacing("failureShare:", with: "failure-share:").replacing("webhookEvery:", with: "webhook-every:")
    }
}

extension ManifestFormat: ExpressibleByArgument {}
