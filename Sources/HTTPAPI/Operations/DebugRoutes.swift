import Hummingbird
import ImageService
package import Profiling

/// Tools that look into the running process: registry, recorder, and their routes on the admin listener.
package struct DebugTools: Sendable {
    package let settings: DebugSettings
    package let registry = RequestRegistry()
    /// `nil` if the folder for recordings can't be used.
    package let recorder: Recorder?

    package init(settings: DebugSettings = DebugSettings(), recorder: Recorder? = nil) {
        self.settings = settings
        self.recorder = recorder
    }

    /// The routes under `/debug/`; those of recordings only if there is a recorder.
    func routes(service: ImageService) -> [Route] {
        let (pprof, memory) = (PprofRoute(), MemoryRoute(service: service))
        let routes = [
            Route("/debug/pprof", [.get: pprof.index]),
            // pprof asks for names by POST.
            Route("/debug/pprof/{name}", [.get: pprof.get, .post: pprof.get]),
            Route("/debug/requests", [.get: RequestsRoute(registry: registry).get]),
            Route("/debug/memory", [.get: memory.get]),
            Route("/debug/memory/purge", [.post: memory.purge]),
        ]
        let cache = service.cache.map { CacheRoute(cache: $0, service: service).routes } ?? []
        return routes + cache + (recorder.map(Self.recordings) ?? [])
    }

    private static func recordings(_ recorder: Recorder) -> [Route] {
        let recordings = RecordingsRoute(recorder: recorder)
        let bytes = RecordingsRoute.maximumBodyBytes
        return [
            Route(
                "/debug/recordings", maximumBodyBytes: bytes, [.get: recordings.list, .post: recordings.start]),
            Route("/debug/recordings/{id}", [.get: recordings.get, .delete: recordings.delete]),
            Route("/debug/recordings/{id}/stop", [.post: recordings.stop]),
            Route("/debug/recordings/{id}/{file}", [.get: recordings.file]),
        ]
    }
}
