import ImageModel
import Jobs
import Sources
import Storage

/// The stages of one item, each of which takes a value and gives the next.
struct BatchItemWork: Sendable {
    let service: ImageService
    let store: DirectoryStore

    /// What a fetch brought.
    enum Fetched: Sendable {
        case source(FetchedSource, SourceReference, SourceValidator?)
        /// Nothing is to be done: source and outputs are as an earlier batch left them.
        case unchanged(ItemFacts)
    }

    /// The whole source, unless it is as it was and its outputs are there.
    ///
    /// - Throws: `source`, `needsMemory`, `cancelled`.
    func fetch(_ claimed: ClaimedItem, of batch: BatchWork) async throws(ServiceError) -> Fetched {
        let reference: SourceReference
        do {
            reference = try BatchSource.reference(
                claimed.item.source, readsFiles: batch.specification.readsFiles)
        } catch { throw .source(error) }
        var (options, trace) = (FetchOptions.standard, RenderTrace())
        let known = await usable(claimed.previous)
        known?.validator.ask(in: &options)
        let arriving = try await service.beginFetching(
            reference, options: options, priority: .batch, trace: &trace)
        let validator = SourceValidator(arriving.metadata)
        if let known, arriving.stream.isUnchanged || validator == known.validator { return .unchanged(known.facts) }
        let fetched = try await service.fetch(arriving, options: options, trace: &trace)
        return .source(fetched, reference, validator)
    }

    /// What an earlier batch has made, if all of it is still there in its full length.
    private func usable(_ facts: ItemFacts?) async -> (facts: ItemFacts, validator: SourceValidator)? {
        guard let facts, let validator = facts.validator, !facts.renditions.isEmpty else { return nil }
        for rendition in facts.renditions where await store.byteCount(of: rendition.path) != rendition.bytes {
            return nil
        }
        return (facts, SourceValidator(kept: validator))
    }

    /// Renditions in memory, and where they go.
    struct Made: Sendable {
        var outcome: RenderOutcome
        /// Outputs that are files of their own, and their paths.
        let files: [Int]
        let paths: [String]
        let validator: SourceValidator?
    }

    /// The renditions of a source.
    ///
    /// - Throws: `render`, `drawing`, `storage` (`collision`), `needsMemory`, `cancelled`.
    func render(
        _ fetched: FetchedSource, _ reference: SourceReference, _ validator: SourceValidator?, _ item: BatchItem,
        of batch: BatchWork
    ) async throws(ServiceError) -> Made {
        var trace = RenderTrace()
        var request = RenderRequest(source: .reference(reference), renditions: batch.specification.renditions)
        request.priority = .batch
        let opened = try await service.open(
            fetched, for: request.renditions, hashing: batch.template.uses(.hash), priority: .batch,
            damage: service.damagePolicy(for: request.destination), trace: &trace)
        let outcome = try await service.outcome(of: request, opened, &trace)
        do {
            let (files, paths) = try ImageService.paths(
                for: outcome, of: request.renditions, batch.template, names(of: fetched, reference, item),
                hash: opened.hash ?? "")
            return Made(outcome: outcome, files: files, paths: paths, validator: validator)
        } catch { throw .storage(error) }
    }

    private func names(
        of fetched: FetchedSource, _ reference: SourceReference, _ item: BatchItem
    ) -> ImageService.SourceNames {
        ImageService.SourceNames(
            stem: item.values["stem"] ?? ImageService.stem(of: fetched.content.name),
            directory: item.values["dir"] ?? reference.directory, host: reference.host, columns: item.values)
    }

    /// Puts all files in place; when it returns they are on the disk, under their names.
    ///
    /// - Throws: `storage`, `cancelled`.
    func write(_ made: Made) async throws(ServiceError) -> ItemFacts {
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (file, path) in zip(made.files, made.paths) {
                    guard let bytes = made.outcome.outputs[file].bytes else { continue }
                    group.addTask { [store] in try await store.write(bytes, to: path) }
                }
                try await group.waitForAll()
            }
        } catch let error as StorageError {
            throw error.code == .cancelled ? .cancelled : .storage(error)
        } catch {
            throw .cancelled
        }
        return facts(of: made)
    }

    /// Renditions that share a file have its path.
    private func facts(of made: Made) -> ItemFacts {
        let outputs = made.outcome.outputs
        let renditions = outputs.compactMap { output -> StoredRendition? in
            guard let place = made.files.firstIndex(where: { outputs[$0].bytes === output.bytes }) else { return nil }
            return StoredRendition(
                path: made.paths[place], bytes: output.image.byteCount, width: output.image.size.width,
                height: output.image.size.height, format: output.image.format.rawValue,
                isDamaged: made.outcome.isDamaged ? true : nil)
        }
        return ItemFacts(
            sourceBytes: made.outcome.sourceBytes, validator: made.validator?.text, renditions: renditions)
    }
}
