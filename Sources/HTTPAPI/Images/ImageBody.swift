import Foundation
import Hummingbird
import ImageModel
import ImageService
import NIOCore
import Sources

/// The bytes of an answer, and what they are.
struct ImageBody: Sendable {
    private enum Bytes: Sendable {
        case held(HeldBytes)
        /// Bytes that are still to be fetched, for the client of this request.
        case arriving(ArrivingSource, APIRequestContext)
    }

    private let bytes: Bytes
    let type: String
    let fileExtension: String?

    /// A file of `format`.
    init(_ bytes: HeldBytes, format: ImageFormat) {
        self.bytes = .held(bytes)
        type = format.contentType
        fileExtension = format.fileExtension
    }

    /// A source itself. If its format is not known, its type and name are those that its origin gives.
    init(_ bytes: HeldBytes, of source: SourceMetadata, format: ImageFormat?) {
        self.bytes = .held(bytes)
        type = source.type(of: format)
        fileExtension = source.fileExtension(of: format)
    }

    /// A source that is passed on unchanged to the client of `context` as it arrives; `format` is that of its first
    /// bytes.
    init(arriving source: ArrivingSource, format: ImageFormat?, _ context: APIRequestContext) {
        bytes = .arriving(source, context)
        type = source.metadata.type(of: format)
        fileExtension = source.metadata.fileExtension(of: format)
    }

    /// `nil` if it is known only at the end.
    var byteCount: Int? {
        switch bytes {
        case .held(let held): held.count
        case .arriving(let source, _): source.metadata.byteCount
        }
    }

    /// Sends the bytes at the pace of the reader.
    var responseBody: ResponseBody {
        ResponseBody(contentLength: byteCount) { writer in
            switch bytes {
            case .held(let held): try await held.write(to: &writer)
            case .arriving(let source, let context): try await Self.pass(source, to: &writer, context)
            }
            try await writer.finish(nil)
        }
    }
}

extension HeldBytes {
    /// Bytes that are copied at once: what a socket takes in one call.
    private static let chunkBytes = 64 << 10

    /// Bytes that are written as base64 at once: a multiple of three, so that the pieces are one text.
    private static let base64Bytes = 48 << 10

    /// Sends the bytes as base64, a piece at a time.
    func writeBase64(to writer: inout any ResponseBodyWriter) async throws {
        for start in stride(from: 0, to: count, by: Self.base64Bytes) {
            let text = withUnsafeBytes { bytes in
                Data(bytes[start..<min(start + Self.base64Bytes, bytes.count)]).base64EncodedString()
            }
            try await writer.write(ByteBuffer(string: text))
        }
    }

    /// Sends the bytes in chunks, at the pace of the reader; they are held until the last one is sent.
    func write(to writer: inout any ResponseBodyWriter) async throws {
        for start in stride(from: 0, to: count, by: Self.chunkBytes) {
            let chunk = withUnsafeBytes { bytes in
                ByteBuffer(bytes: bytes[start..<min(start + Self.chunkBytes, bytes.count)])
            }
            try await writer.write(chunk)
        }
    }
}
