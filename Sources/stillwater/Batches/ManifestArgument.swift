import Foundation
import ImageService
import Jobs
import ObjectStorage
import Sources

/// The list of sources that a command line names: a file, standard input, a folder, a part of a bucket.
struct ManifestArgument {
    let text: String
    /// `nil` if its name determines it.
    let format: ManifestFormat?
    /// Where `local:///` folders are, and where the outputs are, which are not sources.
    let service: ServiceConfiguration

    /// Files of a folder added to the store at once.
    private static let step = 1000

    /// What people call the list.
    var name: String { text == "-" ? "standard input" : text }

    /// What it lists, if it names a part of a bucket: the keys that match `pattern`, and by default names of images.
    ///
    /// - Throws: `JobError` with `manifestUnreadable`.
    func objects(pattern: KeyPattern?) throws(JobError) -> ObjectListing.Query? {
        guard let (scheme, _) = StoreScheme.split(text) else { return nil }
        guard service.objectStores.rules.isOn(scheme) else {
            throw JobError(
                .manifestUnreadable,
                "Sources in \(scheme):// are not available: use-\(scheme.settingName) is not switched on.")
        }
        do throws(ObjectStoreError) {
            let prefix = try ObjectPrefix(parsing: text)
            return ObjectListing.Query(
                prefix: prefix, pattern: pattern, excluded: outputs(in: prefix),
                separator: service.objectStores.querySeparator)
        } catch {
            throw JobError(.manifestUnreadable, error.message, cause: error)
        }
    }

    /// What the keys of outputs begin with, if those are in the same bucket.
    private func outputs(in prefix: ObjectPrefix) -> String? {
        guard let outputs = service.outputStore, outputs.bucket == prefix.bucket, outputs.scheme == prefix.scheme,
            !outputs.prefix.isEmpty
        else { return nil }
        return outputs.prefix.hasSuffix("/") ? outputs.prefix : outputs.prefix + "/"
    }

    /// Checks that `rules` ask for no column: what is found by listing has none.
    ///
    /// - Throws: `invalidManifest`.
    static func checkColumns(_ rules: ManifestRules) throws(JobError) {
        if let column = rules.required.min() {
            throw JobError(
                .invalidManifest, "The name template uses {\(column)}, which files of a folder or bucket do not have.")
        }
    }

    /// Adds all sources to a batch whose sources must satisfy `rules`.
    ///
    /// - Throws: `JobError`.
    func load(by rules: ManifestRules, into loader: inout BatchLoader) async throws(JobError) {
        if text.hasPrefix("local:///") {
            let folder = String(text.dropFirst("local:///".count)).trimmingCharacters(in: ["/"])
            let path = try root(of: folder) + (folder.isEmpty ? "" : "/\(folder)")
            return try await load(FolderListing(of: path, naming: .local(below: folder)), rules, &loader)
        }
        if isFolder(text) {
            let path = URL(filePath: text).standardizedFileURL.path
            return try await load(FolderListing(of: path, naming: .paths), rules, &loader)
        }
        let file = try ManifestFile(path: text)
        try await loader.read(ManifestParser(format ?? ManifestFormat(fileName: text), rules: rules)) {
            try await file.next()
        }
    }

    private func load(
        _ listing: consuming FolderListing, _ rules: ManifestRules, _ loader: inout BatchLoader
    ) async throws(JobError) {
        try Self.checkColumns(rules)
        let outputs = service.outputRoot.map { URL(filePath: $0).standardizedFileURL.path + "/" }
        var items: [NewItem] = []
        while let item = listing.next() {
            // The outputs of an earlier batch are not sources.
            if let outputs, item.source.hasPrefix(outputs) { continue }
            items.append(item)
            guard items.count == Self.step else { continue }
            try await loader.add(items)
            items = []
        }
        try await loader.add(items)
    }

    private func root(of folder: String) throws(JobError) -> String {
        guard let root = service.sources.roots.first(where: { isFolder(folder.isEmpty ? $0 : "\($0)/\(folder)") })
        else { throw JobError(.manifestUnreadable, "There is no folder \(folder) below --root.") }
        return URL(filePath: root).standardizedFileURL.path
    }

    private func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }
}
