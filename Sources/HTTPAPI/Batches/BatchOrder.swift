package import Jobs
package import RequestGrammar
import Sources
import Storage

/// A batch as it is asked for, checked as far as that goes without its sources.
package struct BatchOrder: Sendable {
    package var specification: BatchSpecification
    /// What its list of sources must hold.
    package let rules: ManifestRules

    /// Who asks for it.
    package enum Origin: Sendable {
        /// Somebody behind a network: sources are URLs, or lie below a root.
        case network
        /// Who runs the program: sources may be absolute paths, too.
        case commandLine
    }

    /// - Throws: `StorageError` `invalidTemplate`, or `collision` for a template that gives two sizes one name;
    ///   `SourceError` for the webhook's address.
    package init(_ request: BatchRequest, from origin: Origin) throws {
        let template = try NameTemplate(parsing: request.store, columns: .any)
        try template.check(request.renditions)
        specification = BatchSpecification(
            renditions: request.renditions, sizes: request.sizes, template: request.store)
        specification.label = request.label
        specification.isForced = request.isForced
        specification.readsFiles = origin == .commandLine
        if let attempts = request.attempts { specification.maximumAttempts = attempts }
        if let losses = request.losses { specification.maximumLosses = losses }
        specification.failureLimit = request.failureShare.map { FailureLimit(share: $0) }
        if let webhook = request.webhook {
            _ = try RemoteURL(parsing: webhook.url)
            specification.webhook = BatchWebhook(url: webhook.url, everyItems: webhook.everyItems)
        }
        let names: [(NamePlaceholder, String)] = [(.stem, "stem"), (.dir, "dir")]
        rules = ManifestRules(
            required: template.columns,
            optional: Set(names.filter { template.uses($0.0) }.map { $0.1 })
        ) { source in
            Self.fault(of: source, from: origin)
        }
    }

    /// What is wrong with the text of a source; `nil` when it is one.
    private static func fault(of source: String, from origin: Origin) -> String? {
        if origin == .commandLine, source.hasPrefix("/") { return nil }
        do throws(SourceError) {
            _ = try SourceReference(parsing: source)
            return nil
        } catch {
            let isPath = origin == .commandLine && error.code == .schemeNotAllowed
            return isPath ? "A source must be a URL, local:///… or an absolute path." : error.message
        }
    }
}
