import ImageModel
import Jobs
import Sources
import Storage

/// The way of `ImageService.answer` for one item, in three legs: how its source arrives, what is made from it, and how
/// that is stored. `BatchLoop` runs them separately, because it bounds how many items are in each, and claims the
/// outputs of many items at once before they are stored.
struct ItemStages: Sendable {
    let service: ImageService

    /// The result of a fetch.
    enum Fetched: Sendable {
        case source(FetchedSource)
        /// There is nothing to do: source and outputs are as an earlier batch left them.
        case unchanged(ItemFacts)
    }

    /// The whole source, unless it is unchanged and its outputs are still there.
    ///
    /// - Throws: `source`, `needsMemory`, `cancelled`.
    func fetch(_ claimed: ClaimedItem, by recipe: BatchRecipe) async throws(ServiceError) -> Fetched {
        var asked = recipe.asked(of: claimed.item)
        let known = await usable(claimed.previous)
        asked.fetch.condition = known?.validator.condition
        switch try await service.arrival(of: asked) {
        case .unchanged:
            // Only possible if something was known.
            guard let known else { throw .cancelled }
            return .unchanged(known.facts)
        case .whole(let source): return .source(source)
        // Items don't request that.
        case .passedOn(let source, _): return .source(try await service.fetch(source))
        }
    }

    /// What an earlier batch made, if all of it is still there with its full length.
    private func usable(_ facts: ItemFacts?) async -> (facts: ItemFacts, validator: SourceValidator)? {
        guard let facts, let validator = facts.validator, !facts.renditions.isEmpty else { return nil }
        for rendition in facts.renditions
        where await service.store?.byteCount(of: rendition.path) != rendition.facts.byteCount {
            return nil
        }
        return (facts, SourceValidator(kept: validator))
    }

    /// Renditions in memory with their paths, and the version of their source.
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

    /// Stores all files; when it returns, they are on disk under their names.
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
