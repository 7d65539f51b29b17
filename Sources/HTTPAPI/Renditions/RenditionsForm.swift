import ImageService
import NIOCore
import RequestGrammar
import Sources

/// The parts of an upload form as they arrive: the image, the options, and fields that mean nothing here.
struct RenditionsForm {
    private enum Part {
        case none, json, image
        /// A field whose name or content says, at its end, what it is.
        case field(name: String)
    }

    /// The options in a form.
    enum Asked {
        case json(ByteBuffer)
        /// Names and values, as in a query; empty if the query itself has them.
        case fields([(name: String, value: String)])
    }

    private let limits: HTTPLimits
    private let reservation: MemoryHold
    private let hasAllBytes: Bool
    private var current = Part.none
    private var json: ByteBuffer?
    private var fields: [(name: String, value: String)] = []
    /// The content of the current field, and the bytes of all texts together.
    private var text = ByteBuffer()
    private var textBytes = 0
    private var image: DownloadBuffer?
    private var imageName = "upload"

    /// `reservation` is the image's. `hasAllBytes`: it already covers the whole form.
    init(limits: HTTPLimits, reservation: MemoryHold, hasAllBytes: Bool) {
        self.limits = limits
        self.reservation = reservation
        self.hasAllBytes = hasAllBytes
    }

    /// - Throws: `BodyError`; `SourceError` if the image is too large.
    mutating func take(_ event: MultipartReader.Event) async throws {
        switch event {
        case .part(let headers): try begin(headers)
        case .data(let bytes): try await append(bytes)
        case .endOfPart, .end: try endPart()
        }
    }

    /// - Throws: `BodyError` if the image is missing.
    consuming func finish() async throws -> (asked: Asked, image: Upload) {
        guard var image else {
            throw BodyError(
                .malformedBody,
                "The form needs a part with the image (with a filename or an image/* content type).")
        }
        guard json == nil || fields.isEmpty else {
            throw BodyError(.malformedBody, "The form has a part of JSON, and fields of a query; one is allowed.")
        }
        let upload = Upload(bytes: try await image.finish().bytes, name: imageName, reservation: reservation)
        return (json.map { .json($0) } ?? .fields(fields), upload)
    }

    private mutating func begin(_ headers: MultipartHeaders) throws(BodyError) {
        let type = headers.contentType?.essence
        text = ByteBuffer()
        if type == "application/json" {
            current = .json
        } else if headers.filename == nil, type == nil || type?.hasPrefix("text/") == true {
            current = .field(name: headers.name)
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
        case .json, .field:
            textBytes += bytes.readableBytes
            guard textBytes <= limits.maximumJSONBytes else {
                throw BodyError(
                    .bodyTooLarge, "The form's texts are larger than the \(limits.maximumJSONBytes) bytes allowed.")
            }
            text.writeImmutableBuffer(bytes)
        case .image: try await image?.append(bytes.readableBytesView)
        }
    }

    private mutating func endPart() throws(BodyError) {
        defer { current = .none }
        switch current {
        case .none, .image: break
        case .json: try take(json: text)
        case .field(let name):
            // Some clients declare every text field as plain text.
            if text.readableBytesView.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") {
                try take(json: text)
            } else if RenditionsRequest.options.contains(name) {
                fields.append((name, String(buffer: text).trimmed))
            }
        }
    }

    private mutating func take(json text: ByteBuffer) throws(BodyError) {
        guard json == nil else { throw BodyError(.malformedBody, "The form has two parts of JSON; one is allowed.") }
        json = text
    }
}

extension String {
    /// Without white space at either end.
    fileprivate var trimmed: String {
        let start = drop(while: \.isWhitespace)
        return start.lastIndex { !$0.isWhitespace }.map { String(start[...$0]) } ?? ""
    }
}
