import Codecs
import Isolation
package import Logging
import NIOPosix
import Sources
import Storage

/// What `body` returns, with the service that `configuration` describes. Everything that it opens is closed again, even
/// if `body` throws: connections, threads, worker processes.
///
/// The one place where a service is put together, for `serve`, `render`, batches and tests.
///
/// - Throws: `SourceError` with `notConfigured`, `CacheError`, `CodecError` when libvips does not start, and what `body` throws.
package func withImageService<Value>(
    _ configuration: ServiceConfiguration, logger: Logger, _ body: (ImageService) async throws -> Value
) async throws -> Value {
    try VipsLibrary.start()
    let cache = configuration.cache.isOn ? try ResultCache(configuration.cache) : nil
    let reader = try SourceReader(
        configuration: configuration.sources, eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: logger)
    let pool = RenderPool(threads: configuration.renderThreads)
    let engine = RenderEngine(configuration.isolation)
    let service = ImageService(
        reader: reader, pool: pool, store: configuration.outputRoot.map { DirectoryStore(root: $0) },
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
    pool.shutDown()
    engine.shutDown()
    return try result.get()
}
