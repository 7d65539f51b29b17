import Rendering
import Sources

// Sources: whole, only their head, or only their beginning; held in the budget.
extension ImageService {
    /// All bytes of `reference`, held in the budget; uses no render thread.
    ///
    /// - Throws: `source`, `busy`, `needsMemory`, `deadlineExceeded`, `cancelled`.
    func fetch(
        _ reference: SourceReference, options: FetchOptions = .standard, priority: MemoryHold.Priority = .live
    ) async throws(ServiceError) -> FetchedSource {
        let arriving = try await beginFetching(reference, options: options, priority: priority)
        return try await fetch(arriving, options: options)
    }

    /// What is known about `reference`, before its bytes are read.
    ///
    /// - Throws: `source`, `busy`, `cancelled`.
    func beginFetching(
        _ reference: SourceReference, options: FetchOptions = .standard, priority: MemoryHold.Priority = .live
    ) async throws(ServiceError) -> ArrivingSource {
        try admit(priority)
        RequestAccount.note { facts in
            facts.downloads += 1
            facts.source = reference.place
        }
        return try await fetching { [reader, budget] () throws(SourceError) in
            let stream = try await reader.open(reference, options: options)
            let kind = stream.metadata.byteCount == nil ? MemoryHold.Kind.growingSource : .source
            return ArrivingSource(stream: stream, reservation: budget.open(kind, priority), host: reference.remoteHost)
        }
    }

    /// The source's first `bytes` bytes, or all if it has fewer: too few to need a reservation.
    ///
    /// - Throws: `source`, `cancelled`.
    func beginning(
        of arriving: ArrivingSource, bytes: Int
    ) async throws(ServiceError) -> [UInt8] {
        try await fetching { () throws(SourceError) in try await arriving.stream.beginning(bytes: bytes) }
    }

    /// All bytes of a source that has begun to arrive, held in the budget.
    ///
    /// - Throws: `source`, `needsMemory`, `deadlineExceeded`, `cancelled`.
    func fetch(
        _ arriving: ArrivingSource, options: FetchOptions = .standard
    ) async throws(ServiceError) -> FetchedSource {
        try await RequestAccount.measure(.fetch) { () async throws(ServiceError) in
            guard let host = arriving.host, let byteCount = arriving.metadata.byteCount else {
                return try await received(arriving, options)
            }
            return try await hostShares.holding(byteCount, of: host) { () throws(ServiceError) in
                try await received(arriving, options)
            }
        }
    }

    private func received(
        _ arriving: ArrivingSource, _ options: FetchOptions
    ) async throws(ServiceError) -> FetchedSource {
        let reservation = arriving.reservation
        var options = options
        options.maximumUndeclaredBytes = budget.growingSourceBytes
        // A source that may end early grows, too; but its length is known, and reserved at once.
        if options.beginning != nil, let byteCount = arriving.metadata.byteCount {
            try await reservation.reserve(byteCount)
        }
        do throws(SourceError) {
            let content = try await arriving.stream.content(options) { bytes in
                if bytes > reservation.bytes { try await reservation.reserve(bytes) }
            }
            reservation.complete(bytes: content.capacityBytes, contentBytes: content.bytes.count)
            let fetched = FetchedSource(
                content: content, announced: arriving.metadata, reservation: reservation, host: arriving.host)
            FetchObserver.current?(fetched)
            return fetched
        } catch {
            throw ServiceError(error)
        }
    }

    /// What `work` returns; the time that it took is noted.
    private func fetching<Value>(
        _ work: () async throws(SourceError) -> Value
    ) async throws(ServiceError) -> Value {
        do {
            return try await RequestAccount.measure(.fetch, work)
        } catch {
            throw ServiceError(error)
        }
    }

    /// Returns if `isRight` approves the source's bytes; it runs on a render thread, because hashing takes time.
    ///
    /// - Throws: `wrongChecksum`, `cancelled`.
    func check(
        _ fetched: FetchedSource, _ isRight: @escaping @Sendable ([UInt8]) -> Bool
    ) async throws(ServiceError) {
        let bytes = fetched.content.bytes
        try await onRenderThread { () throws(ServiceError) in
            guard isRight(bytes) else { throw .wrongChecksum }
        }
    }
}

extension SourceReference {
    /// Where it is: a host, `local` or `file`.
    fileprivate var place: String {
        switch self {
        case .remote(let url): url.host
        case .object(let object): object.place
        case .local: "local"
        case .file: "file"
        }
    }
}
