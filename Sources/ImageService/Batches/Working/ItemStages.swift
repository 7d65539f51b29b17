import Jobs
import Sources
import Storage

/// One item on the way of `ImageService.answer`, in its three legs: how its source comes, what is made of it, how that is
/// kept. `BatchLoop` runs them apart, since it bounds how many items are in each, and claims the outputs of many items at once
/// before they are kept.
struct ItemStages: Sendable {
    let service: ImageService

    /// What a fetch brought.
    enum Fetched: Sendable {
        case source(FetchedSource)
        /// Nothing is to be done: source and outputs are as an earlier batch left them.
        case unchanged(ItemFacts)
    }

    /// The whole source, unless it is as it was and its outputs are there.
    ///
    /// - Throws: `source`, `needsMemory`, `cancelled`.
    func fetch(_ claimed: ClaimedItem, by recipe: BatchRecipe) async throws(ServiceError) -> Fetched {
        var asked = recipe.asked(of: claimed.item)
        let known = await usable(claimed.previous)
        asked.fetch.condition = known?.validator.condition
        switch try await service.arrival(of: asked) {
        case .unchanged:
            // Only where something was known.
            guard let known else { throw .cancelled }
            return .unchanged(known.facts)
        case .whole(let source): return .source(source)
        // Items don't ask for that.
        case .passedOn(let source, _): return .source(try await service.fetch(source))
        }
    }

    /// What an earlier batch has made, if all of it is still there in its full length.
    private func usable(_ facts: ItemFacts?) async -> (facts: ItemFacts, validator: SourceValidator)? {
        guard let facts, let validator = facts.validator, !facts.renditions.isEmpty else { return nil }
        for rendition in facts.renditions
        where await service.store?.byteCount(of: rendition.path) != rendition.facts.byteCount {
            return nil
        }
        return (facts, SourceValidator(kept: validator))
    }

    /// Renditions in memory with the paths that they get, and what tells the version of their source.
    struct Made: Sendable {
        var answer: Answer
        let validator: SourceValidator?

        var paths: [String] { answer.paths }
    }

    /// The renditions of a source.
    ///
    /// - Throws: `render`, `drawing`, `storage` (`collision`), `needsMemory`, `cancelled`.
    func render(
        _ source: FetchedSource, _ item: BatchItem, by recipe: BatchRecipe
    ) async throws(ServiceError) -> Made {
        let answer = try await service.make(recipe.asked(of: item), of: source)
        return Made(answer: answer, validator: SourceValidator(source.announced))
    }

    /// Puts all files in place; when it returns they are on the disk, under their names.
    ///
    /// - Throws: `storage`, `cancelled`.
    func write(_ made: Made) async throws(ServiceError) -> ItemFacts {
        var answer = made.answer
        try await service.keep(&answer)
        return ItemFacts(
            sourceBytes: answer.basis.sourceBytes ?? 0, validator: made.validator?.text,
            renditions: answer.files.compactMap(\.stored))
    }
}
