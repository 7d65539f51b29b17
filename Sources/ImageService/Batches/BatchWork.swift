package import Jobs
package import Storage

/// What a batch makes of its sources, read once for all of its items.
struct BatchWork: Sendable {
    let id: BatchID
    let specification: BatchSpecification
    let template: NameTemplate

    /// Whether two items can write the same file only when they would write the same bytes.
    var hasOwnNames: Bool { template.uses(.hash) }

    /// - Throws: `invalidTemplate`.
    init(_ batch: Batch) throws(StorageError) {
        id = batch.id
        specification = batch.specification
        template = try batch.specification.nameTemplate()
    }
}

extension BatchSpecification {
    /// The name template; its columns are those that the list of sources must have.
    ///
    /// - Throws: `invalidTemplate`, and `collision` when two renditions of a source would be one file.
    package func nameTemplate() throws(StorageError) -> NameTemplate {
        let template = try NameTemplate(parsing: template, columns: .any)
        try template.check(renditions)
        return template
    }

    /// What a list of sources must hold for this batch.
    ///
    /// - Throws: as `nameTemplate`.
    package func manifestRules() throws(StorageError) -> ManifestRules {
        let template = try nameTemplate()
        let optional = Set([NamePlaceholder.stem, .dir].filter(template.uses).map(\.rawValue))
        return ManifestRules(required: template.columns, optional: optional) { [readsFiles] text in
            BatchSource.fault(in: text, readsFiles: readsFiles)
        }
    }
}
