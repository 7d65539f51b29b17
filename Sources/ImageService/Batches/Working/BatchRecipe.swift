import Jobs
import Storage

/// What a batch makes from its sources, parsed once for all of its items.
struct BatchRecipe: Sendable {
    let id: BatchID
    let specification: BatchSpecification
    let template: NameTemplate

    /// Whether two items can only write the same file if they write the same bytes.
    var hasOwnNames: Bool { template.uses(.hash) }

    /// - Throws: `invalidTemplate`.
    init(_ batch: Batch) throws(StorageError) {
        id = batch.id
        specification = batch.specification
        template = try batch.specification.nameTemplate()
    }

    /// The request for the source of `item`.
    func asked(of item: BatchItem) -> Asked {
        var asked = Asked(
            source: .init(named: item.source, readsFiles: specification.readsFiles),
            renditions: specification.renditions, store: template)
        asked.priority = .batch
        asked.names.stem = item.values["stem"]
        asked.names.directory = item.values["dir"]
        asked.names.columns = item.values
        return asked
    }
}
