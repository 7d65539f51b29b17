import HTTPTypes
import Hummingbird
import HummingbirdCore
package import ImageService
package import Logging
import NIOCore
package import RequestGrammar
package import ServiceLifecycle
import Settings

/// The two listeners: the service itself, and the one for operators.
package struct APIServer: Sendable {
    private let service: ImageService
    private let grammar: SizeListGrammar
    private let limits: HTTPLimits
    private let listeners: ListenerSettings
    private let urls: URLAPIConfiguration?
    private let batches: BatchAPI?
    private let debug: DebugTools
    private let logger: Logger
    private let connections: ConnectionTable
    private let adminConnections = ConnectionTable(
        limit: Self.maximumAdminConnections, healthPaths: ["/health"])
    /// How long connections may be silent, and requests wait for a place.
    var placeTimes: PlaceHandler.Times

    /// Without `batches`, none are kept, and their paths say so.
    package init(
        service: ImageService, grammar: SizeListGrammar, limits: HTTPLimits, listeners: ListenerSettings,
        urls: URLAPIConfiguration? = nil, batches: BatchAPI? = nil, debug: DebugTools = DebugTools(), logger: Logger
    ) {
        self.service = service
        self.grammar = grammar
        self.limits = limits
        self.listeners = listeners
        self.urls = urls
        self.batches = batches
        self.debug = debug
        self.logger = logger
        connections = ConnectionTable(
            limit: listeners.maximumConnections, healthPaths: Set(["/health"] + (urls?.healthPaths ?? [])))
        placeTimes = PlaceHandler.Times(listeners)
    }

    /// The connections of the service's listener.
    var connectionGauges: ConnectionPlaces.Gauges { connections.gauges }

    /// The connections of the operators' listener.
    var adminConnectionGauges: ConnectionPlaces.Gauges { adminConnections.gauges }

    /// The service's listener. `onRunning` is told the port, which the system chose if the settings say 0.
    package func main(onRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }) -> some Service {
        let router = Router(context: APIRequestContext.self)
        router.middlewares.add(AccessLog(logger: logger, trustedProxies: urls?.access.clients.trustedProxies ?? []))
        router.middlewares.add(RequestWatch(registry: debug.registry))
        if urls?.sendsDebugHeaders ?? false { router.middlewares.add(DebugHeaders()) }
        if let origins = urls?.access.allowedOrigins, !origins.isEmpty {
            router.middlewares.add(CrossOrigin(origins: origins))
        }
        router.middlewares.add(ProblemMiddleware())
        if let limits = urls?.access.clients, limits.isLimiting {
            router.middlewares.add(ClientGate(limits, healthPaths: connections.healthPaths))
        }
        router.middlewares.add(methods)
        if let urls { router.middlewares.add(URLGateway(service: service, configuration: urls)) }
        let renditionsGrammar = RenditionsGrammar(sizes: grammar, urls: urls?.grammar)
        if let batches {
            BatchRoutes(service: service, grammar: renditionsGrammar, limits: limits, api: batches).add(to: router)
        } else {
            router.middlewares.add(NoBatches())
        }
        let renditions = RenditionsRoute(
            service: service, grammar: renditionsGrammar, limits: limits,
            requestTimeout: (urls?.access ?? AccessConfiguration()).requestTimeout)
        router.post("/v1/renditions", use: renditions.post)
        router.get("/v1/renditions", use: renditions.get)
        router.head("/v1/renditions", use: renditions.head)
        router.get("/health", use: HealthRoute(service: service).handle)
        router.head("/health", use: HealthRoute(service: service).head)
        return application(router, at: listeners.address, connections, onRunning)
    }

    private var methods: MethodTable {
        var paths: [String: [HTTPRequest.Method]] = [
            "*": [.get, .head, .post], "/health": [.get, .head], "/v1/renditions": [.get, .head, .post],
        ]
        paths.merge(BatchRoutes.methods) { $1 }
        for path in urls?.healthPaths ?? [] { paths[path] = [.get, .head] }
        return MethodTable(paths, imagePrefix: urls?.pathPrefix)
    }

    /// The operators' listener.
    package func admin(onRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }) -> some Service {
        let router = Router(context: APIRequestContext.self)
        router.middlewares.add(ProblemMiddleware())
        router.middlewares.add(DebugAccess(token: debug.settings.token, address: listeners.adminAddress))
        let own: [String: [HTTPRequest.Method]] = ["/status": [.get, .head], "/health": [.get, .head]]
        router.middlewares.add(MethodTable(own.merging(DebugTools.methods) { $1 }))
        debug.add(to: router, service: service)
        router.get("/status", use: StatusRoute(service: service).handle)
        router.head("/status", use: StatusRoute(service: service).head)
        router.get("/health", use: HealthRoute(service: service).handle)
        router.head("/health", use: HealthRoute(service: service).head)
        return application(router, at: listeners.adminAddress, adminConnections, onRunning)
    }

    /// Enough for people and scrapers.
    static let maximumAdminConnections = 32

    private func application(
        _ router: Router<APIRequestContext>, at address: Settings.BindAddress, _ table: ConnectionTable,
        _ onRunning: @escaping @Sendable (Int) async -> Void
    ) -> some Service {
        let (read, write) = (TimeAmount(listeners.readTimeout), TimeAmount(listeners.writeTimeout))
        let times = placeTimes
        let channel = HTTP1Channel.Configuration(
            additionalChannelHandlers: [
                ConnectionDeadlines(
                    readTimeout: read, writeTimeout: write, minimumRate: listeners.minimumUploadRate),
                PlaceHandler(table: table, times: times),
                AnswerGathering(),
                ContinueHandler(
                    maximumBytes: limits.maximumUploadBytes, maximumListBytes: limits.maximumManifestBytes),
                ClientPresence(),
            ], idleTimeout: TimeAmount(listeners.idleTimeout))
        return Application(
            router: router,
            server: HTTPServerBuilder { responder in
                EventLoopChannel(base: HTTP1Channel(responder: responder, configuration: channel))
            },
            configuration: ApplicationConfiguration(
                address: .hostname(address.host, port: address.port), serverName: "Stillwater",
                availableConnectionsDelegate: MaximumAvailableConnections(table.acceptedConnections)),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? address.port) },
            logger: quiet)
    }

    /// The framework reports each start and stop itself at info; the access log and the command say what matters.
    private var quiet: Logger {
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        return quiet
    }
}
