import Foundation
import HTTPTypes
import Hummingbird
import ImageService
import NIOCore
import RequestGrammar
import Sources

/// Reads what a client sends to `/v1/renditions`: JSON, an image, or a form with both.
struct RenditionsIntake: Sendable {
    let limits: HTTPLimits
    let grammar: RenditionsGrammar
    let service: ImageService

    /// The request, and the image that came with it.
    ///
    /// - Throws: `BodyError`, `RequestError`.
    func read(_ request: Request) async throws -> (RenditionsRequest, Upload?) {
        do {
            return try await content(of: request)
        } catch let error as SourceError where error.code == .tooLarge {
            throw BodyError(.bodyTooLarge, error.message, cause: error)
        } catch let error as SourceError where error.code == .reservationRefused {
            throw ServiceError(error)
        }
    }

    private func content(of request: Request) async throws -> (RenditionsRequest, Upload?) {
        // A client that compresses its upload means the picture inside. Say that, instead of "not an image".
        if let coding = request.headers[.contentEncoding], coding.lowercased() != "identity", !coding.isEmpty {
            throw BodyError(
                .unsupportedEncoding,
                "The body is sent with Content-Encoding: \(coding.prefix(40)); send it as it is, without that header.")
        }
        guard let text = request.headers[.contentType] else { throw Self.unsupported(nil) }
        let type = try MediaTypeHeader(text)
        switch type.essence {
        case "application/json":
            let json = try await readJSON(request)
            return (
                try RenditionsRequest(
                    json: json.readableBytesView, form: .addressed(maximumSources: limits.maximumSources),
                    grammar: grammar, now: Self.now), nil
            )
        case "multipart/form-data":
            return try await readForm(request, contentType: text)
        case let essence where essence.hasPrefix("image/") || essence == "application/octet-stream":
            let asked = try RenditionsRequest(uploadQuery: request.queryItems, grammar: grammar.sizes)
            return (asked, try await readImage(request))
        case let essence:
            throw Self.unsupported(essence)
        }
    }

    private static var now: Int { Int(Date().timeIntervalSince1970) }

    private static func unsupported(_ type: String?) -> BodyError {
        BodyError(
            .unsupportedMediaType,
            "\(type.map { "The content type \($0) is not supported" } ?? "The content type is missing"); send "
                + "application/json with a source, an image as image/*, or multipart/form-data with both.")
    }

    private func readJSON(_ request: Request) async throws -> ByteBuffer {
        do {
            return try await request.body.collect(upTo: limits.maximumJSONBytes)
        } catch is NIOTooManyBytesError {
            throw BodyError(.bodyTooLarge, "The JSON is larger than the \(limits.maximumJSONBytes) bytes allowed.")
        }
    }

    private func readImage(_ request: Request) async throws -> Upload {
        try service.admit()
        let length = Self.length(of: request)
        let (reservation, limits) = reservation(for: length)
        var buffer = DownloadBuffer(maximumBytes: limits.maximumUploadBytes) { try await reservation.reserve($0) }
        if let length { try await buffer.expect(bytes: length) }
        for try await chunk in request.body { try await buffer.append(chunk.readableBytesView) }
        let name = try request.headers[.contentDisposition].flatMap { try ContentDisposition($0).filename }
        return Upload(bytes: try await buffer.finish().bytes, name: name ?? "upload", reservation: reservation)
    }

    private static func length(of request: Request) -> Int? { request.headers[.contentLength].flatMap(Int.init) }

    /// What a form contains besides its parts; more than enough.
    private static let formBytes = 64 << 10

    /// The hold for an upload's bytes, and the limits if its length is not known beforehand.
    private func reservation(for length: Int?) -> (MemoryHold, HTTPLimits) {
        guard length == nil else { return (service.budget.open(.source), limits) }
        var limits = limits
        limits.maximumUploadBytes = min(limits.maximumUploadBytes, service.budget.growingSourceBytes)
        return (service.budget.open(.growingSource), limits)
    }

    /// The most parts of a form. Pages send few others besides the picture, such as tokens.
    private static let maximumParts = 32

    /// A form with the image in one part. The options are JSON in a part of their own, or fields with the names of
    /// query items, or in the query itself. The order does not matter; other fields are ignored.
    private func readForm(_ request: Request, contentType: String) async throws -> (RenditionsRequest, Upload?) {
        try service.admit()
        let length = Self.length(of: request)
        let (reservation, limits) = reservation(for: length)
        if let length, length <= limits.maximumUploadBytes + limits.maximumJSONBytes + Self.formBytes {
            try await reservation.reserve(length)
        }
        var form = RenditionsForm(limits: limits, reservation: reservation, hasAllBytes: length != nil)
        var reader = try MultipartReader(contentType: contentType, limits: .init(parts: Self.maximumParts))
        for try await chunk in request.body {
            for event in try reader.feed(chunk) { try await form.take(event) }
        }
        try reader.finish()
        let (asked, upload) = try await form.finish()
        let items = request.queryItems
        switch asked {
        case .json(let json):
            guard items.isEmpty else {
                throw BodyError(.malformedBody, "The form has a part of JSON, and the address a query; one is allowed.")
            }
            return (
                try RenditionsRequest(json: json.readableBytesView, form: .upload, grammar: grammar, now: Self.now),
                upload
            )
        case .fields(let fields):
            return (try RenditionsRequest(uploadQuery: items + fields, grammar: grammar.sizes), upload)
        }
    }
}
