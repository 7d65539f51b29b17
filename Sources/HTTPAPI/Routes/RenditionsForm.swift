import ImageService
import NIOCore
import Sources

/// The two parts of an upload form while they arrive: the JSON, and the image.
struct RenditionsForm {
    private enum Part {
        case none, json, image
    }

    private let limits: HTTPLimits
    private let reservation: MemoryHold
    private let hasAllBytes: Bool
    private var current = Part.none
    private var json: ByteBuffer?
    private var image: DownloadBuffer?
    private var imageName = "upload"

    /// `reservation` is that of the image. `hasAllBytes`: it has the bytes of the whole form already.
    init(limits: HTTPLimits, reservation: MemoryHold, hasAllBytes: Bool) {
        self.limits = limits
        self.reservation = reservation
        self.hasAllBytes = hasAllBytes
    }

    /// - Throws: `BodyError`, `SourceError` when the image is too large.
    mutating func take(_ event: MultipartReader.Event) async throws {
        switch event {
        case .part(let headers): try begin(headers)
        case .data(let bytes): try await append(bytes)
        case .endOfPart, .end: current = .none
        }
    }

    /// - Throws: `BodyError` when a part is missing.
    consuming func finish() async throws -> (json: ByteBuffer, image: Upload) {
        guard let json, var image else {
            throw BodyError(
                .malformedBody,
                "The form needs a part with Content-Type application/json and a part with the image "
                    + "(with a filename or an image/* content type).")
        }
        return (json, Upload(bytes: try await image.finish().bytes, name: imageName, reservation: reservation))
    }

    private mutating func begin(_ headers: MultipartHeaders) throws(BodyError) {
        if headers.contentType?.essence == "application/json" || (headers.filename == nil && headers.contentType == nil)
        {
            guard json == nil else {
                throw BodyError(.malformedBody, "The form has two JSON parts; one is allowed.")
            }
            current = .json
            json = ByteBuffer()
        } else {
            guard image == nil else { throw BodyError(.malformedBody, "The form has two images; one is allowed.") }
            current = .image
            imageName = headers.filename ?? imageName
            image = DownloadBuffer(maximumBytes: limits.maximumUploadBytes) { [reservation, hasAllBytes] bytes in
                guard !hasAllBytes || bytes > reservation.bytes else { return }
                try await reservation.reserve(bytes)
            }
        }
    }

    private mutating func append(_ bytes: ByteBuffer) async throws {
        switch current {
        case .none: break
        case .json:
            guard (json?.readableBytes ?? 0) + bytes.readableBytes <= limits.maximumJSONBytes else {
                throw BodyError(.bodyTooLarge, "The JSON is larger than the \(limits.maximumJSONBytes) bytes allowed.")
            }
            json?.writeImmutableBuffer(bytes)
        case .image: try await image?.append(bytes.readableBytesView)
        }
    }
}
