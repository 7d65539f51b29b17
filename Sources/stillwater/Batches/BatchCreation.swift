import ArgumentParser
import Foundation
import HTTPAPI
import ImageService
import Jobs
import Sources

/// Creates a batch from what the command line specifies: a file, standard input, a folder.
struct BatchCreation {
    let store: GRDBJobStore
    let order: BatchOrder
    let settings: BatchSettings
    let format: ManifestFormat?

    /// Files of a folder added to the store at once.
    private static let step = 1000

    /// The batch, started. Skipped and faulty lines are reported on standard error.
    ///
    /// - Throws: `JobError`; `ExitCode` if lines are wrong.
    func batch(from manifest: String) async throws -> Batch {
        let batch = try await store.create(order.specification, idempotencyKey: nil).batch
        do {
            var loader = BatchLoader(store: store, batch: batch.id)
            try await load(manifest, &loader)
            guard let started = try await loader.finish() else { throw wrongLines(loader.report, in: manifest) }
            report(loader.report)
            return started
        } catch let code as ExitCode {
            throw code
        } catch {
            // Whatever is left of it does nothing, and can be deleted by hand.
            try? await store.delete(batch.id)
            throw error
        }
    }

    private func load(_ manifest: String, _ loader: inout BatchLoader) async throws(JobError) {
        if manifest.hasPrefix("local:///") {
            let folder = String(manifest.dropFirst("local:///".count)).trimmingCharacters(in: ["/"])
            let path = try root(of: folder) + (folder.isEmpty ? "" : "/\(folder)")
            return try await load(FolderListing(of: path, naming: .local(below: folder)), &loader)
        }
        if isFolder(manifest) {
            let path = URL(filePath: manifest).standardizedFileURL.path
            return try await load(FolderListing(of: path, naming: .paths), &loader)
        }
        let file = try ManifestFile(path: manifest)
        let parser = ManifestParser(format ?? ManifestFormat(fileName: manifest), rules: order.rules)
        try await loader.read(parser) { try await file.next() }
    }

    private func load(_ listing: consuming FolderListing, _ loader: inout BatchLoader) async throws(JobError) {
        if let column = order.rules.required.min() {
            throw JobError(.invalidManifest, "The name template uses {\(column)}, which files of a folder do not have.")
        }
        let outputs = settings.service.outputRoot.map { URL(filePath: $0).standardizedFileURL.path + "/" }
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
        let roots = settings.service.sources.roots
        guard let root = roots.first(where: { isFolder(folder.isEmpty ? $0 : "\($0)/\(folder)") }) else {
            throw JobError(.manifestUnreadable, "There is no folder \(folder) below --root.")
        }
        return URL(filePath: root).standardizedFileURL.path
    }

    private func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }

    private func wrongLines(_ report: ManifestReport, in manifest: String) -> ExitCode {
        let name = manifest == "-" ? "standard input" : manifest
        var lines = report.faults.map { "\(name): \(TerminalText.printable("\($0)"))" }
        let more = report.faultCount >= ManifestParser.keptFaults ? " or more" : ""
        lines.append("\(HumanText.count(report.faultCount, "error"))\(more); nothing was started.")
        Terminal.standardError.write(lines.joined(separator: "\n") + "\n")
        return .failure
    }

    private func report(_ report: ManifestReport) {
        var lines = [HumanText.count(report.itemCount, "item")]
        if report.duplicateCount > 0 {
            lines[0] += ", \(HumanText.count(report.duplicateCount, "duplicate")) ignored:"
            lines += report.duplicates.prefix(5).map {
                "  line \($0.line): \(TerminalText.printable($0.source)) is already on line \($0.firstLine)"
            }
            if report.duplicateCount > 5 { lines.append("  …") }
        }
        Terminal.standardError.write(lines.joined(separator: "\n") + "\n")
    }
}
