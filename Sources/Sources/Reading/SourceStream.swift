import AsyncHTTPClient
package import NIOCore
import NIOPosix
import Profiling

/// The bytes of a source as they arrive, at the pace of the reader; only the sockets' buffers are read ahead.
///
/// Releasing it ends the fetch and closes its connection. Only one caller at a time may read.
package actor SourceStream {
    private enum Supply {
        case remote(RemoteBody, HTTPClientResponse.Body.AsyncIterator)
        case file(RegularFile, offset: Int)
        case ended
    }

    /// Bytes of a file that are read at once.
    private static let fileChunkBytes = 64 * 1024

    package nonisolated let metadata: SourceMetadata
    /// Whether the source has not changed since the version that the origin was asked about; if so, it has no bytes.
    package nonisolated let isUnchanged: Bool
    private let maximumBytes: Int
    private var supply: Supply
    private var slot: FetchGate.Slot?
    /// The rest of the time that the origin may take; waiting for the client does not count.
    private var remainingTime: Duration
    /// Bytes that have arrived and were not read yet.
    private var waiting: [ByteBuffer] = []
    private var receivedBytes = 0
    /// Decoders for a body with a `Content-Encoding`; the coding that was applied last comes first.
    private var inflaters: [Inflater]
    /// How many bytes of such a body have come over the network.
    private var wrappedBytes = 0

    /// The rest of what an origin sends, within `time`.
    ///
    /// - Throws: `empty`, `tooLarge`, by the length that the origin states.
    init(
        _ body: RemoteBody, maximumBytes: Int, time: Duration, slot: FetchGate.Slot
    ) throws(SourceError) {
        if !body.isUnchanged {
            try Self.check(body.metadata.byteCount, maximumBytes)
            try Self.check(body.wholeBytes, maximumBytes)
        }
        inflaters = body.codings.reversed().map(Inflater.init)
        supply = .remote(body, body.chunks.makeAsyncIterator())
        isUnchanged = body.isUnchanged
        metadata = body.metadata
        self.maximumBytes = maximumBytes
        remainingTime = time
        self.slot = slot
    }

    /// A file's bytes.
    ///
    /// - Throws: `empty`, `tooLarge`.
    init(_ file: RegularFile, name: String, maximumBytes: Int, slot: FetchGate.Slot) throws(SourceError) {
        try Self.check(file.byteCount, maximumBytes)
        inflaters = []
        supply = .file(file, offset: 0)
        isUnchanged = false
        metadata = SourceMetadata(
            name: name, modified: file.modified, modifiedNanoseconds: file.modifiedNanoseconds,
            byteCount: file.byteCount)
        self.maximumBytes = maximumBytes
        remainingTime = .zero
        self.slot = slot
    }

    private static func check(_ byteCount: Int?, _ maximumBytes: Int) throws(SourceError) {
        guard let byteCount else { return }
        guard byteCount > 0 else { throw .empty }
        guard byteCount <= maximumBytes else { throw .tooLarge(maximumBytes: maximumBytes) }
    }

    /// The source's first `bytes` bytes, or all if it has fewer; `next` returns them again.
    ///
    /// - Throws: `empty`, and as `next`.
    package func beginning(bytes: Int) async throws(SourceError) -> [UInt8] {
        while receivedBytes < bytes, let chunk = try await receiveInTime() { waiting.append(chunk) }
        guard receivedBytes > 0 else { throw .empty }
        return Array(waiting.lazy.flatMap(\.readableBytesView).prefix(bytes))
    }

    /// The next bytes, as many as arrived at once; `nil` at the end.
    ///
    /// - Throws: `tooLarge` if more arrive than are allowed, `connectionLost`, `badAnswer`, `timedOut`, `readFailed`,
    ///   `cancelled`.
    package func next() async throws(SourceError) -> ByteBuffer? {
        waiting.isEmpty ? try await receiveInTime() : waiting.removeFirst()
    }

    /// Lets another source begin: from now on, this one is as slow as its reader.
    package func leaveGate() { slot = nil }

    /// All of the source, or what `options` make from its beginning. `reserving` is asked for memory as in
    /// `SourceReader.read`; the time runs while it waits.
    ///
    /// - Throws: as `next`; `empty`, `reservationRefused`.
    package func content(
        _ options: FetchOptions, reserving: @escaping CapacityReservation
    ) async throws(SourceError) -> SourceContent {
        switch supply {
        case .file(let file, 0): return try await content(of: file, reserving)
        case .file, .ended: return try await collected(options, reserving)
        case .remote:
            return try await withDeadline(.now + remainingTime) { () throws(SourceError) in
                try await self.collected(options, reserving)
            }
        }
    }

    // MARK: - Receiving

    private func content(
        of file: RegularFile, _ reserving: CapacityReservation
    ) async throws(SourceError) -> SourceContent {
        try await DownloadBuffer.reserve(file.byteCount, reserving)
        let bytes = try await onFileThread { () throws(SourceError) in try file.readAll() }
        supply = .ended
        return SourceContent(bytes: bytes, metadata: metadata, capacityBytes: bytes.count)
    }

    private func collected(
        _ options: FetchOptions, _ reserving: @escaping CapacityReservation
    ) async throws(SourceError) -> SourceContent {
        let undeclared = metadata.byteCount == nil ? options.maximumUndeclaredBytes ?? .max : .max
        var buffer = DownloadBuffer(maximumBytes: min(maximumBytes, undeclared), reserving: reserving)
        var nextBeginning = FetchOptions.firstBeginning
        // For a source that may end early, memory is taken only as bytes arrive.
        if let byteCount = metadata.byteCount, options.beginning == nil { try await buffer.expect(bytes: byteCount) }
        while let chunk = waiting.isEmpty ? try await receive() : waiting.removeFirst() {
            try await buffer.append(chunk.readableBytesView)
            guard let beginning = options.beginning, buffer.count >= nextBeginning, buffer.count != metadata.byteCount,
                nextBeginning <= FetchOptions.lastBeginning
            else { continue }
            nextBeginning *= 4
            let bytes = buffer.beginning
            guard let enough = await beginning(bytes) else { continue }
            // This closes the connection: the rest is never sent.
            supply = .ended
            return SourceContent(beginning: enough, of: metadata, capacityBytes: enough.count)
        }
        guard buffer.count > 0 else { throw .empty }
        let (bytes, capacity) = try await buffer.finish()
        return SourceContent(bytes: bytes, metadata: metadata, capacityBytes: capacity)
    }

    private func receiveInTime() async throws(SourceError) -> ByteBuffer? {
        guard case .remote = supply else { return try await receive() }
        let start = ContinuousClock.now
        defer { remainingTime -= .now - start }
        return try await withDeadline(start + remainingTime) { () throws(SourceError) in try await self.receive() }
    }

    private func receive() async throws(SourceError) -> ByteBuffer? {
        let chunk: ByteBuffer?
        switch supply {
        case .remote: chunk = try await receiveUnwrapped(by: inflaters[...])
        case .file(let file, let offset): chunk = try await receive(file, offset)
        case .ended: return nil
        }
        guard let chunk else {
            supply = .ended
            slot = nil
            return nil
        }
        guard chunk.readableBytes <= maximumBytes - receivedBytes else { throw .tooLarge(maximumBytes: maximumBytes) }
        receivedBytes += chunk.readableBytes
        return chunk
    }

    /// The next bytes from the last of `inflaters`; `nil` at the end.
    private func receiveUnwrapped(by inflaters: ArraySlice<Inflater>) async throws(SourceError) -> ByteBuffer? {
        guard let inflater = inflaters.last else { return try await receiveWrapped() }
        while true {
            if let piece = try inflater.next() { return piece }
            guard let chunk = try await receiveUnwrapped(by: inflaters.dropLast()) else { return try inflater.finish() }
            inflater.feed(chunk.readableBytesView)
        }
    }

    /// The next bytes of the body as sent over the network; `nil` at the end.
    private func receiveWrapped() async throws(SourceError) -> ByteBuffer? {
        guard case .remote(let body, var iterator) = supply else { return nil }
        let chunk: ByteBuffer?
        do {
            chunk = try await iterator.next(isolation: self)
        } catch {
            throw SourceError(duringBody: error)
        }
        // A cancelled wait looks like the end.
        if chunk == nil, Task.isCancelled { throw .cancelled() }
        supply = .remote(body, iterator)
        // Input that decodes to nothing could continue without an end.
        wrappedBytes += chunk?.readableBytes ?? 0
        guard wrappedBytes <= maximumBytes else { throw .tooLarge(maximumBytes: maximumBytes) }
        return chunk
    }

    private func receive(_ file: RegularFile, _ offset: Int) async throws(SourceError) -> ByteBuffer? {
        let count = min(Self.fileChunkBytes, file.byteCount - offset)
        guard count > 0 else { return nil }
        let bytes = try await onFileThread { () throws(SourceError) in try file.read(from: offset, count: count) }
        supply = .file(file, offset: offset + count)
        return ByteBuffer(bytes: bytes)
    }
}

/// What `work`, which blocks, returns; it runs on a thread for blocking work.
///
/// - Throws: what `work` throws; `cancelled`.
func onFileThread<Value: Sendable>(
    _ work: @escaping @Sendable () throws(SourceError) -> Value
) async throws(SourceError) -> Value {
    let labels = ProfileLabels.current
    do {
        return try await NIOThreadPool.singleton.runIfActive {
            try ProfileLabels.withLabels(labels) { () throws(SourceError) in try work() }
        }
    } catch let error as SourceError {
        throw error
    } catch {
        throw .cancelled(error)
    }
}
