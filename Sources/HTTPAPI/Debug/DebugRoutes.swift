import HTTPTypes
import Hummingbird
import ImageService
package import Profiling

/// What looks into the running process: registry, recorder, and their routes on the admin listener.
package struct DebugTools: Sendable {
    package let settings: DebugSettings
    package let registry = RequestRegistry()
    /// `nil` where the folder for recordings can't be used.
    package let recorder: Recorder?

    package init(settings: DebugSettings = DebugSettings(), recorder: Recorder? = nil) {
        self.settings = settings
        self.recorder = recorder
    }

    /// The methods of paths that are known whole.
    static let methods: [String: [HTTPRequest.Method]] = {
        var methods: [String: [HTTPRequest.Method]] = [
            "/debug/pprof/": [.get], "/debug/recordings": [.get, .post], "/debug/requests": [.get],
            "/debug/memory": [.get], "/debug/memory/purge": [.post],
        ]
        for name in PprofRoute.Name.allCases { methods["/debug/pprof/\(name.rawValue)"] = [.get, .post] }
        return methods
    }()

    func add(to router: Router<APIRequestContext>, service: ImageService) {
        let pprof = PprofRoute()
        router.get("/debug/pprof", use: pprof.index)
        router.get("/debug/pprof/:name", use: pprof.get)
        // pprof asks for names by POST.
        router.post("/debug/pprof/:name", use: pprof.get)
        router.get("/debug/requests", use: RequestsRoute(registry: registry).get)
        let memory = MemoryRoute(service: service)
        router.get("/debug/memory", use: memory.get)
        router.post("/debug/memory/purge", use: memory.purge)
        guard let recorder else { return }
        let recordings = RecordingsRoute(recorder: recorder)
        router.get("/debug/recordings", use: recordings.list)
        router.post("/debug/recordings", use: recordings.start)
        router.get("/debug/recordings/:id", use: recordings.get)
        router.delete("/debug/recordings/:id", use: recordings.delete)
        router.post("/debug/recordings/:id/stop", use: recordings.stop)
        router.get("/debug/recordings/:id/:file", use: recordings.file)
    }
}
