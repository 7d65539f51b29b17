import Hummingbird
import Profiling

/// `/debug/pprof/…`: profiles under the paths and in the format of Go's, for `go tool pprof` and for people.
struct PprofRoute: Sendable {
    /// What can be requested, and what it is.
    enum Name: String, Sendable, CaseIterable {
        case heap, allocs, profile, threads, goroutine, cmdline, symbol, flame

        var help: String {
            switch self {
            case .heap: "Memory in use, by where it was allocated; ?seconds=N for what is added within N seconds"
            case .allocs: "The same, with all allocations shown first"
            case .profile: "CPU time, recorded for ?seconds=N (30)"
            case .threads: "Stacks of all threads; ?debug=1 for text"
            case .goroutine: "The same, under the name that Go's tools expect"
            case .cmdline: "The command line"
            case .symbol: "Names of addresses; profiles already contain them"
            case .flame: "A flame graph: ?of=heap, allocs, profile or threads; ?seconds=N"
            }
        }
    }

    static let standardCPUDuration = Duration.seconds(30)

    /// `GET /debug/pprof/`: an index.
    func index(_ request: Request, _ context: APIRequestContext) async throws -> Response {
        let rows = Name.allCases.map { "<tr><td><a href=\"\($0)\">\($0)</a></td><td>\($0.help)</td></tr>" }
        let notices = (HeapProfiler.shared.notices + CPUProfiler.shared.notices).map { "<p>\($0)</p>" }
        return .page(
            """
            <!doctype html><title>Profiles</title><h1>Profiles</h1>
            <table>\(rows.joined(separator: "\n"))</table>
            <p>Allocations are \(HeapProfiler.shared.isActive ? "" : "not ")being sampled.</p>
            \(notices.joined())
            <p><a href="../memory">memory</a> <a href="../requests">requests</a> <a href="../recordings">recordings</a></p>
            """)
    }

    /// `GET /debug/pprof/{name}`.
    ///
    /// - Throws: `ProfilingError`; `HTTPError` for an unknown name.
    func get(_ request: Request, _ context: APIRequestContext) async throws -> Response {
        guard let name = context.route?.parameters["name"].flatMap(Name.init(rawValue:)) else {
            throw HTTPError(.notFound)
        }
        let query = try ProfileQuery(request)
        switch name {
        case .cmdline: return .text(ProcessCommand.words.joined(separator: "\0"))
        case .symbol: return .text("num_symbols: 0\n")
        case .flame: return try await flame(request, query)
        case .threads, .goroutine:
            if query.isText { return .text(ThreadReport.text(try await ThreadStacks.shared.threads())) }
        default: break
        }
        let profile = try await Self.profile(name, query)
        return query.isText
            ? .text(try TopReport(profile).text) : .file(try profile.encoded(), name: name.rawValue + ".pb.gz")
    }

    private func flame(_ request: Request, _ query: ProfileQuery) async throws -> Response {
        let wanted = request.uri.queryParameters["of"].map(String.init) ?? "heap"
        guard let name = Name(rawValue: wanted), [.heap, .allocs, .profile, .threads].contains(name) else {
            throw ProfilingError(.invalidRequest, "of must be heap, allocs, profile or threads.")
        }
        let profile = try await Self.profile(name, query)
        return .whole(Array(try FlameGraph(profile).svg.utf8), type: "image/svg+xml")
    }

    private static func profile(_ name: Name, _ query: ProfileQuery) async throws -> Profile {
        switch name {
        case .profile: return try await CPUProfiler.shared.profile(for: query.duration ?? standardCPUDuration)
        case .threads, .goroutine: return try await ThreadStacks.shared.profile()
        default: break
        }
        var profile: Profile
        if let duration = query.duration {
            profile = try await HeapProfiler.shared.profile(for: duration)
        } else {
            profile = try await HeapProfiler.shared.profile()
        }
        if name == .allocs { profile.defaultSampleType = "alloc_space" }
        return profile
    }
}
