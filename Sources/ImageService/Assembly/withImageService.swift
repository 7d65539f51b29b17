import Codecs
import Isolation
package import Logging
import NIOPosix
import ObjectStorage
import Sources
import Storage

/// What `body` returns, with the service that `configuration` describes. Everything that it opens is closed again, even
/// if `body` throws: connections, threads, worker processes.
///
/// The one place where a service is put together, for `serve`, `render`, batches and tests.
///
/// - Throws: `SourceError` and `ObjectStoreError` with `notConfigured`, `CacheError`, `CodecError` when libvips does not
///   start, and what `body` throws.
package func withImageService<Value>(
    _ configuration: ServiceConfiguration, logger: Logger, _ body: (ImageService) async throws -> Value
) async throws -> Value {
    try VipsLibrary.start()
    let stores = try ObjectStores(
        configuration.objectStores, eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: logger)
    let reader: SourceReader
    let cache: ResultCache?
    do {
        cache = configuration.cache.isOn ? try ResultCache(configuration.cache) : nil
    } catch {
        await stores.shutDown()
        throw error
    }
    do {
        reader = try SourceReader(
            configuration: configuration.sources, eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: logger,
            stores: stores)
    } catch {
        await cache?.close()
        await stores.shutDown()
        throw error
    }
    let pool = RenderPool(threads: configuration.renderThreads)
    let engine = RenderEngine(configuration.isolation)
    let service = ImageService(
        reader: reader, pool: pool, store: store(configuration, stores),
        limits: configuration.limits, memory: configuration.memory, watermark: configuration.watermark,
        damage: configuration.damage, fallback: configuration.fallback,
        cachedFallbackImages: configuration.cachedFallbackImages, engine: engine, cache: cache)
    let result: Result<Value, any Error>
    do {
        result = .success(try await body(service))
    } catch {
        result = .failure(error)
    }
    await cache?.close()
    await reader.shutDown()
    await stores.shutDown()
    pool.shutDown()
    engine.shutDown()
    return try result.get()
}

/// Where `configuration` says that renditions are put.
private func store(_ configuration: ServiceConfiguration, _ stores: ObjectStores) -> RenditionStore? {
    if let prefix = configuration.outputStore {
        return .bucket(
            BucketStore(
                prefix: prefix, store: stores.store(prefix.scheme), headers: configuration.storedHeaders,
                timeout: stores.timeout))
    }
    return configuration.outputRoot.map { .folder(DirectoryStore(root: $0)) }
}
