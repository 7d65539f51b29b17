import Hummingbird
import ImageModel
import ImageService
import NIOCore
import Sources

extension ImageBody {
    /// Passes the bytes on, at the pace of the slower side; only one piece of them is held at a time.
    ///
    /// The fetch ends when the client leaves. If the source fails half way, this throws before the body's end: the
    /// connection is closed, and the client sees that the body is incomplete.
    static func pass(
        _ source: ArrivingSource, to writer: inout any ResponseBodyWriter, _ context: APIRequestContext
    ) async throws {
        try await source.beginPassing()
        let presence = try await context.clientPresence()
        while let piece = try await presence.whilePresent({ try await source.nextPiece() }) {
            try await writer.write(piece)
        }
    }
}

extension SourceMetadata {
    /// The type of a source whose bytes are `format`; if that is not known, what the origin says.
    func type(of format: ImageFormat?) -> String { format?.contentType ?? mediaType ?? "application/octet-stream" }

    /// The file name extension of a source whose bytes are `format`; if that is not known, the one in the source's
    /// name.
    func fileExtension(of format: ImageFormat?) -> String? {
        if let format { return format.fileExtension }
        let ending = name.dropFirst(ImageService.stem(of: name).count + 1)
        return ending.isEmpty ? nil : String(ending)
    }
}
