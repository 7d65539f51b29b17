import ImageModel
import Sources
import Storage

// The last leg: how files are named, claimed and stored.
extension ImageService {
    /// Gives `files` the paths that `template` makes; renditions that share a file have one path.
    ///
    /// - Throws: `storage` with `collision`.
    func name(
        _ files: inout [RenderedFile], of opened: OpenedSource, _ asked: Asked, _ template: NameTemplate
    ) throws(ServiceError) {
        let (reference, distinct, renditions) = (asked.source.reference, files.distinct, asked.renditions)
        let values = distinct.map { index in
            let (file, rendition) = (files[index].facts, renditions[index])
            return NameValues(
                stem: stem(for: asked, opened.content.name),
                dir: asked.names.directory ?? reference?.directory ?? "", host: reference?.host ?? "local",
                hash: opened.hash ?? "", size: file.size, fit: rendition.fit, format: file.format,
                quality: Self.quality(of: rendition, as: file.format), index: index + 1, columns: asked.names.columns)
        }
        do throws(StorageError) {
            for (first, path) in zip(distinct, try template.paths(for: values)) {
                let bytes = files[first].bytes
                for index in files.indices where files[index].bytes === bytes {
                    files[index].path = path
                    files[index].isNamedByHash = template.uses(.hash)
                }
            }
        } catch {
            throw .storage(error)
        }
    }

    /// The quality that a file was written with; `nil` if its format has none.
    private static func quality(of rendition: Rendition, as format: ImageFormat) -> Int? {
        format.hasQuality ? rendition.quality ?? format.defaultQuality : nil
    }

    /// The file name, without extension, for renditions of a source called `name`.
    func stem(for asked: Asked, _ name: String) -> String { asked.names.stem ?? Self.stem(of: name) }

    /// Claims the paths of `answer` within its run.
    ///
    /// - Throws: `storage` with `collision`.
    func claim(_ answer: Answer, for asked: Asked) throws(ServiceError) {
        do throws(StorageError) {
            try asked.claims?.claim(answer.paths)
        } catch {
            throw .storage(error)
        }
    }

    /// Stores the files of `answer` that have paths, and releases their bytes. When it returns, they are on disk, or in
    /// the bucket, under their names.
    ///
    /// - Throws: `storage`, `noStore`, `cancelled`.
    func keep(_ answer: inout Answer) async throws(ServiceError) {
        guard !answer.paths.isEmpty else { return }
        guard let store else { throw .noStore }
        do {
            try await RequestAccount.measure(.write) { [answer] in try await Self.write(answer.files, to: store) }
        } catch let error as StorageError {
            throw error.code == .cancelled ? .cancelled : .storage(error)
        } catch {
            throw .cancelled
        }
        for index in answer.files.indices { answer.files[index].bytes = nil }
    }

    private static func write(_ files: [RenderedFile], to store: RenditionStore) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in files.distinct {
                guard let bytes = files[index].bytes, let path = files[index].path else { continue }
                let kind = StoredKind(
                    contentType: files[index].facts.format.contentType, isNamedByHash: files[index].isNamedByHash)
                group.addTask { try await store.write(bytes.encoded, to: path, as: kind) }
            }
            try await group.waitForAll()
        }
    }
}

extension Answer {
    /// Where its files are, or will be stored: each path once, in order.
    var paths: [String] {
        var paths: [String] = []
        for file in files {
            if let path = file.path, !paths.contains(path) { paths.append(path) }
        }
        return paths
    }
}
