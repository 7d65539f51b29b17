import ArgumentParser
import ImageModel
import ImageService
import Logging
import ObjectStorage
import RequestGrammar
import Settings
import Storage

/// `stillwater render`: takes files, folders and URLs, and writes every size of each.
struct RenderCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render", abstract: "Makes every size of the given pictures, without a server.",
        usage:
            "stillwater render SOURCE… --sizes 1600,800x600:fill@webp,q=75 --out DIR|URL [--name TEMPLATE] [setting …]",
        discussion: """
            SOURCE is a file, a folder (every image below it) or a URL. The exit code is 0 only if all of it succeeded.

            """ + SettingsText.help { settings throws(SettingsError) in _ = try RenderSettings(reading: settings) })

    @Option(
        help:
            "Sizes: W, xH or WxH, each with an optional :fit, :fill or :force, @format and ,q=1…100; or a list's name.")
    var sizes: String

    @Option(help: "Folder to write the renditions to, or a bucket and prefix: s3://bucket/prefix.")
    var out: String

    @Option(
        help:
            "File names: {stem} {dir} {host} {hash} {width} {height} {ext} {format} {fit} {quality} {index}."
    )
    var name = "{dir}/{stem}-{width}.{ext}"

    @Option(
        help:
            "Format of sizes that specify none: \(ImageFormat.writable.map(\.rawValue).joined(separator: ", ")); by default the source's."
    )
    var format: String?

    @Option(help: "Quality of sizes that specify none, 1…100.")
    var quality: String?

    @Flag(help: "Write results as JSON Lines to standard output.")
    var json = false

    @Argument(parsing: .allUnrecognized, help: .hidden)
    var rest: [String] = []

    func run() async throws {
        let (settings, arguments) = try SettingsText.readWithPositionals(rest) { reader throws(SettingsError) in
            try RenderSettings(reading: reader)
        }
        guard !arguments.isEmpty else { throw ValidationError("Name at least one source: a file, a folder or a URL.") }
        var logger = settings.logger
        logger.logLevel = max(logger.logLevel, .warning)
        let renditions = try renditions(settings.grammar)
        let template = try template()
        var configuration = settings.service
        try Self.store(in: out, &configuration)
        let place = configuration.outputStore?.description ?? out
        let isComplete = try await withImageService(configuration, logger: logger) { service in
            await RenderCommandRun(
                service: service, arguments: arguments, renditions: renditions, template: template,
                outputFolder: place,
                style: json ? .silent : Terminal.standardError.redrawsLines ? .redrawn : .lines
            ).untilDoneOrInterrupted()
        }
        if !isComplete { throw ExitCode.failure }
    }

    private static func store(in out: String, _ configuration: inout ServiceConfiguration) throws {
        guard StoreScheme.split(out) != nil else { return configuration.outputRoot = out }
        do throws(ObjectStoreError) {
            configuration.outputStore = try ObjectPrefix(parsing: out)
        } catch {
            throw ValidationError("--out: \(error.message)")
        }
    }

    private func renditions(_ grammar: SizeListGrammar) throws -> [Rendition] {
        let fields = [("sizes", sizes), ("format", format), ("quality", quality)]
        let items = fields.compactMap { name, value in value.map { (name: name, value: $0) } }
        do {
            return try RenditionsRequest(uploadQuery: items, grammar: grammar).renditions
        } catch {
            throw ValidationError("--\(error.message)")
        }
    }

    private func template() throws -> NameTemplate {
        do {
            return try NameTemplate(parsing: name)
        } catch {
            throw ValidationError("--name: \(error.message)")
        }
    }
}
