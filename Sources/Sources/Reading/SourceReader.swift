package import Logging
package import NIOCore
import NIOPosix
package import ObjectStorage

/// Reads whole sources, within limits: over HTTP, and from files.
///
/// It keeps connections and threads: call `shutDown` before it is released.
package final class SourceReader: Sendable {
    /// How many names are looked up at once: a name server that doesn't answer blocks a thread for seconds.
    private static let resolverThreads = 8

    private let configuration: SourceConfiguration
    let fetcher: RemoteFetcher
    private let objects: ObjectFetcher
    private let files: LocalFiles
    private let allowed: AllowedSources
    private let fetchGate: FetchGate
    private let fileGate: FetchGate
    private let resolverThreads: NIOThreadPool

    /// A reader with the limits of `configuration`. Blocks briefly to look at the roots.
    ///
    /// `resolver` turns names into addresses; the system's by default. Without `stores`, there are no objects to read; they are the
    /// caller's to shut down.
    ///
    /// - Throws: `notConfigured` if a root is not a directory, or a pattern of allowed sources is invalid.
    package init(
        configuration: SourceConfiguration, eventLoopGroup: any EventLoopGroup, logger: Logger,
        resolver: HostResolver? = nil, stores: ObjectStores? = nil
    ) throws(SourceError) {
        objects = ObjectFetcher(stores: stores)
        files = try LocalFiles(roots: configuration.roots)
        allowed = try AllowedSources(configuration.allowedSources)
        let threads = NIOThreadPool(numberOfThreads: Self.resolverThreads)
        threads.start()
        resolverThreads = threads
        self.configuration = configuration
        fetcher = RemoteFetcher(
            configuration: configuration, allowed: allowed,
            resolver: resolver ?? .system(threads: threads, eventLoopGroup: eventLoopGroup),
            clients: PinnedClients(
                configuration: configuration, eventLoopGroup: eventLoopGroup, logger: logger,
                trustRoots: try TrustRoots.roots(
                    file: configuration.authorityFile, folders: configuration.authorityFolders)),
            logger: logger)
        fetchGate = FetchGate(slots: configuration.maximumConcurrentFetches)
        fileGate = FetchGate(slots: configuration.maximumConcurrentFetches)
    }

    /// All bytes of `reference`.
    ///
    /// `reserving` is called before memory is taken for them, and when some is returned; the caller releases the rest
    /// when it releases the content, or if this throws. The total time runs while it waits. Cancelling the task ends
    /// the fetch and closes its connection.
    ///
    /// - Throws: any code except `invalidReference` and `schemeNotAllowed`.
    package func read(
        _ reference: SourceReference, options: FetchOptions = .standard, reserving: @escaping CapacityReservation
    ) async throws(SourceError) -> SourceContent {
        try await open(reference, options: options).content(options, reserving: reserving)
    }

    /// Opens `reference`: what is known about it, before its bytes are read.
    ///
    /// Reading it counts as one fetch until `leaveGate`, or until its end. The total time runs while the caller waits
    /// for bytes.
    ///
    /// - Throws: any code except `invalidReference` and `schemeNotAllowed`.
    package func open(
        _ reference: SourceReference, options: FetchOptions = .standard
    ) async throws(SourceError) -> SourceStream {
        if !options.isTrusted { try allowed.check(reference) }
        let maximumBytes = options.maximumBytes ?? configuration.maximumBytes
        switch reference {
        case .remote(let url):
            return try await open(url, name: reference.name, options, maximumBytes)
        case .object(let object):
            return try await open(object, options, maximumBytes)
        case .local(let path, let written):
            return try await openFile(named: reference.name, maximumBytes) { [files] () throws(SourceError) in
                try files.open([path] + [written].compactMap(\.self))
            }
        case .file(let path):
            return try await openFile(named: reference.name, maximumBytes) { () throws(SourceError) in
                try OpenPath(path).openRegularFile()
            }
        }
    }

    /// Fetches and reads of files that wait for their turn.
    package var waitingCount: Int { fetchGate.waitingCount + fileGate.waitingCount }

    /// Ends every fetch that still runs and closes all connections; later reads over HTTP fail with `cancelled`.
    ///
    /// A look-up that a name server doesn't answer delays it until the system's own time limit.
    package func shutDown() async {
        await fetcher.clients.shutDown()
        do {
            try await resolverThreads.shutdownGracefully()
        } catch {
            // Only threads that were never started can fail to stop.
        }
    }

    private func open(
        _ url: RemoteURL, name: String, _ options: FetchOptions, _ maximumBytes: Int
    ) async throws(SourceError) -> SourceStream {
        let slot = try await fetchGate.slot(for: url.host)
        let end = ContinuousClock.now + configuration.totalTimeout
        let body = try await withDeadline(end) { [fetcher] () throws(SourceError) in
            try await fetcher.open(url, name: name, options: options)
        }
        return try SourceStream(body, maximumBytes: maximumBytes, time: end - .now, slot: slot)
    }

    /// `reference` in the one form that all names of its source have: the version of an object told apart.
    package func uniform(_ reference: SourceReference) -> SourceReference {
        guard case .object(let object) = reference, let stores = objects.stores else { return reference }
        return .object(object.divided(by: stores.querySeparator))
    }

    private func open(
        _ object: ObjectReference, _ options: FetchOptions, _ maximumBytes: Int
    ) async throws(SourceError) -> SourceStream {
        let named = try objects.checked(object, isTrusted: options.isTrusted)
        let slot = try await fetchGate.slot(for: object.bucket.text)
        let end = ContinuousClock.now + configuration.totalTimeout
        let body = try await withDeadline(end) { [objects] () throws(SourceError) in
            try await objects.open(named, options, deadline: end)
        }
        return try SourceStream(body, maximumBytes: maximumBytes, time: end - .now, slot: slot)
    }

    private func openFile(
        named name: String, _ maximumBytes: Int, opening: @escaping @Sendable () throws(SourceError) -> RegularFile
    ) async throws(SourceError) -> SourceStream {
        let slot = try await fileGate.slot()
        let file = try await onFileThread(opening)
        return try SourceStream(file, name: name, maximumBytes: maximumBytes, slot: slot)
    }
}
