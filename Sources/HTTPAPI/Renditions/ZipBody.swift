import Codecs
import Foundation
import Hummingbird
import ImageModel
import ImageService
import NIOCore

/// `application/zip`: a file for each rendition. With several sources, each has a folder, numbered in the order of the
/// request. `error.json` says that a source failed, that a fallback image stands in for it, or that it is damaged.
final class ZipBody: RenditionsBody, Sendable {
    private let archive: Archive
    private let isMany: Bool
    let contentType = "application/zip"

    /// The writer can't be copied. Only one answer writes to it, one call after the other.
    private final class Archive: @unchecked Sendable {
        var writer: ZipWriter

        init() throws { writer = try ZipWriter() }
    }

    init(isMany: Bool) throws {
        archive = try Archive()
        self.isMany = isMany
    }

    func write(_ result: SourceResult, to writer: inout any ResponseBodyWriter) async throws {
        let folder = isMany ? "\(result.index)/" : ""
        let modified = Int(Date().timeIntervalSince1970)
        switch result.outcome {
        case .success(let answer):
            let names = try ArchiveNames(answer)
            for (index, file) in answer.files.enumerated() {
                guard let bytes = file.bytes else { continue }
                try archive.writer.add(name: folder + names[index], bytes: bytes.encoded, modified: modified)
                try await drain(to: &writer)
            }
            if let problem = result.replaced ?? (answer.isDamaged ? .damagedSource : nil) {
                try add(problem, in: folder, modified)
            }
        case .failure(let problem):
            try add(problem, in: folder, modified)
        }
        try await drain(to: &writer)
    }

    private func add(_ problem: Problem, in folder: String, _ modified: Int) throws {
        let document = EncodedBytes(sharing: Array(try problem.details.encoded().readableBytesView))
        try archive.writer.add(name: folder + "error.json", bytes: document, modified: modified)
    }

    func end(_ writer: inout any ResponseBodyWriter) async throws {
        try archive.writer.finish()
        try await drain(to: &writer)
    }

    private func drain(to writer: inout any ResponseBodyWriter) async throws {
        while let block = try archive.writer.nextBlock() { try await writer.write(ByteBuffer(bytes: block)) }
    }
}
