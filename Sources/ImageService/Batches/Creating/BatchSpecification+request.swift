package import Jobs
package import RequestGrammar
import Sources
package import Storage

extension BatchSpecification {
    /// Who requests a batch.
    package enum Origin: Sendable {
        /// Somebody behind a network: sources are URLs, or lie below a root.
        case network
        /// Who runs the program: sources may be absolute paths, too.
        case commandLine
    }

    /// What `request` says, checked as far as that goes without its sources.
    ///
    /// - Throws: `StorageError` as `nameTemplate`; `SourceError` for the webhook's address.
    package init(_ request: BatchRequest, from origin: Origin) throws {
        self.init(renditions: request.renditions, sizes: request.sizes, template: request.store)
        label = request.label
        isForced = request.isForced
        readsFiles = origin == .commandLine
        if let attempts = request.attempts { maximumAttempts = attempts }
        if let losses = request.losses { maximumLosses = losses }
        failureLimit = request.failureShare.map { FailureLimit(share: $0) }
        if let webhook = request.webhook {
            _ = try RemoteURL(parsing: webhook.url)
            self.webhook = BatchWebhook(url: webhook.url, everyItems: webhook.everyItems)
        }
        _ = try nameTemplate()
    }

    /// The name template; its columns are those that the list of sources must have.
    ///
    /// - Throws: `invalidTemplate`, and `collision` when two renditions of a source would be one file.
    package func nameTemplate() throws(StorageError) -> NameTemplate {
        let template = try NameTemplate(parsing: template, columns: .any)
        try template.check(renditions)
        return template
    }

    /// What the list of sources must contain.
    ///
    /// - Throws: as `nameTemplate`.
    package func manifestRules() throws(StorageError) -> ManifestRules {
        let template = try nameTemplate()
        let names: [(NamePlaceholder, String)] = [(.stem, "stem"), (.dir, "dir")]
        return ManifestRules(
            required: template.columns, optional: Set(names.filter { template.uses($0.0) }.map { $0.1 })
        ) { [readsFiles] source in Self.fault(of: source, readsFiles: readsFiles) }
    }

    /// What is wrong with the text of a source; `nil` if it is valid.
    private static func fault(of source: String, readsFiles: Bool) -> String? {
        do throws(SourceError) {
            _ = try SourceReference(named: source, readsFiles: readsFiles)
            return nil
        } catch {
            let isPath = readsFiles && error.code == .schemeNotAllowed
            return isPath ? "A source must be a URL, local:///… or an absolute path." : error.message
        }
    }
}
