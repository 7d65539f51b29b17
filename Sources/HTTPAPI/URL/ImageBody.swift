import Hummingbird
import ImageModel
import ImageService
import NIOCore
import Sources

/// The bytes of an answer, what they are, and what holds them in the budget.
struct ImageBody: Sendable {
    private enum Bytes: Sendable {
        case array([UInt8])
        case encoded(EncodedBytes)
        /// Bytes that are still to come, for the client of this request.
        case arriving(ArrivingSource, APIRequestContext)
    }

    private let bytes: Bytes
    private let reservation: MemoryHold?
    let type: String
    let fileExtension: String?

    /// Bytes that are copied at once: what a socket takes in one go.
    private static let chunkBytes = 64 << 10

    init(bytes: EncodedBytes, format: ImageFormat, _ reservation: MemoryHold?) {
        self.bytes = .encoded(bytes)
        self.reservation = reservation
        type = format.contentType
        fileExtension = format.fileExtension
    }

    init(bytes: [UInt8], type: String, fileExtension: String?, _ reservation: MemoryHold) {
        self.bytes = .array(bytes)
        self.reservation = reservation
        self.type = type
        self.fileExtension = fileExtension
    }

    init(arriving source: ArrivingSource, _ context: APIRequestContext, type: String, fileExtension: String?) {
        bytes = .arriving(source, context)
        reservation = source.reservation
        self.type = type
        self.fileExtension = fileExtension
    }

    /// The source itself; where its format is not known, it is what its origin says, and named as there.
    init(source: FetchedSource, format: ImageFormat?) {
        let metadata = source.content.metadata
        self.init(
            bytes: source.content.bytes, type: metadata.type(of: format),
            fileExtension: metadata.fileExtension(of: format), source.reservation)
    }

    /// `nil` when it is known only at the end.
    var byteCount: Int? {
        switch bytes {
        case .array(let array): array.count
        case .encoded(let encoded): encoded.count
        case .arriving(let source, _): source.metadata.byteCount
        }
    }

    /// Sends the bytes in chunks, at the pace of the reader; they stay reserved until the last one has gone.
    var responseBody: ResponseBody {
        ResponseBody(contentLength: byteCount) { writer in
            switch bytes {
            case .array(let array):
                for start in stride(from: 0, to: array.count, by: Self.chunkBytes) {
                    let end = min(start + Self.chunkBytes, array.count)
                    try await writer.write(ByteBuffer(bytes: array[start..<end]))
                }
            case .encoded(let encoded): try await encoded.write(to: &writer)
            case .arriving(let source, let context): try await Self.pass(source, to: &writer, context)
            }
            try await writer.finish(nil)
            withExtendedLifetime(reservation) {}
        }
    }
}
