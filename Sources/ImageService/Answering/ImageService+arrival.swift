import ImageModel
import Sources

// The first leg: how a source arrives.
extension ImageService {
    /// How a source has arrived.
    enum Arrival: Sendable {
        /// Not at all: the caller's copy is current.
        case unchanged(SourceMetadata)
        /// Only its head; the rest is passed on unchanged, of this format if that is known.
        case passedOn(ArrivingSource, ImageFormat?)
        case whole(FetchedSource)
    }

    /// The source of `asked`, according to its fetch plan.
    ///
    /// - Throws: `source`, `busy`, `needsMemory`, `deadlineExceeded`, `cancelled`.
    func arrival(of asked: Asked) async throws(ServiceError) -> Arrival {
        switch asked.source {
        case .refused(let error): throw .source(error)
        case .upload(let upload): return .whole(try await taken(upload, limit: asked.limits.maximumSourceBytes))
        case .reference(let reference): return try await arrival(of: reference, asked)
        }
    }

    private func arrival(
        of reference: SourceReference, _ asked: Asked
    ) async throws(ServiceError) -> Arrival {
        let options = options(for: asked)
        guard asked.fetch.condition != nil || asked.mayPassOn else {
            return .whole(
                try await fetchShared(reference, options: options, priority: asked.priority))
        }
        let arriving = try await beginFetching(reference, options: options, priority: asked.priority)
        if let condition = asked.fetch.condition, arriving.stream.isUnchanged || condition.isMet(arriving.metadata) {
            return .unchanged(arriving.metadata)
        }
        if asked.mayPassOn {
            // For a part of a source, its origin's word counts: only the first bytes would tell more.
            if arriving.metadata.contentRange != nil { return .passedOn(arriving, nil) }
            let beginning = try await beginning(of: arriving, bytes: ImageFormat.signatureBytes)
            let format = ImageFormat(signatureOf: beginning)
            if asked.passesOn(format) { return .passedOn(arriving, format) }
        }
        return .whole(try await fetch(arriving, options: options))
    }

    private func options(for asked: Asked) -> FetchOptions {
        var options = FetchOptions()
        options.maximumBytes = asked.limits.maximumSourceBytes
        options.cookie = asked.fetch.cookie
        options.headers = asked.fetch.headers
        options.range = asked.fetch.range
        options.rangeValidator = asked.fetch.rangeValidator
        options.unlessUnchangedSince = asked.fetch.condition?.modifiedSince
        options.unlessTagged = asked.fetch.condition?.entityTag
        if asked.checksum == nil, case .facts(let wish) = asked.product, let needs = wish.beginning {
            let host = asked.source.reference?.remoteHost
            options.beginning = { await header(in: $0, needs: needs, host: host) }
        }
        return options
    }

    /// The upload as a fetched source.
    private func taken(_ upload: Upload, limit: Int?) async throws(ServiceError) -> FetchedSource {
        if let limit, upload.bytes.count > limit {
            throw .source(SourceError(.tooLarge, "The upload has \(upload.bytes.count) bytes; \(limit) are allowed."))
        }
        RequestAccount.note { $0.source = "upload" }
        try await upload.reservation.reserve(upload.bytes.capacity)
        upload.reservation.complete(bytes: upload.bytes.capacity, contentBytes: upload.bytes.count)
        let content = SourceContent(
            bytes: upload.bytes, metadata: SourceMetadata(name: upload.name), capacityBytes: upload.bytes.capacity)
        return FetchedSource(content: content, reservation: upload.reservation)
    }
}
