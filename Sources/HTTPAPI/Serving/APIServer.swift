import HTTPTypes
import Hummingbird
import HummingbirdCore
package import ImageService
package import Logging
import NIOCore
package import Profiling
import RequestGrammar
package import ServiceLifecycle
import Settings

/// The two listeners: the service itself, and the one for operators.
package struct APIServer: Sendable {
    private let service: ImageService
    private let configuration: ServerConfiguration
    private let batches: BatchAPI?
    /// What looks into the process.
    package let tools: DebugTools
    private let logger: Logger
    private let connections: ConnectionTable
    private let adminConnections = ConnectionTable(
        limit: Self.maximumAdminConnections, healthPaths: ["/health"])
    /// How long connections may be silent, and requests wait for a place.
    var placeTimes: PlaceHandler.Times

    /// Without `batches`, none are kept, and their paths say so.
    package init(
        service: ImageService, configuration: ServerConfiguration, batches: BatchAPI? = nil,
        recorder: Recorder? = nil, logger: Logger
    ) {
        self.service = service
        self.configuration = configuration
        self.batches = batches
        tools = DebugTools(settings: configuration.debug, recorder: recorder)
        self.logger = logger
        let (listeners, urls) = (configuration.listeners, configuration.urls)
        connections = ConnectionTable(
            limit: listeners.maximumConnections, healthPaths: Set(["/health"] + urls.healthPaths))
        placeTimes = PlaceHandler.Times(listeners)
    }

    /// The connections of the service's listener.
    var connectionGauges: ConnectionPlaces.Gauges { connections.gauges }

    /// The connections of the operators' listener.
    var adminConnectionGauges: ConnectionPlaces.Gauges { adminConnections.gauges }

    /// The service's listener. `onRunning` is told the port, which the system chose if the settings say 0.
    package func main(onRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }) -> some Service {
        let (urls, limits) = (configuration.urls, configuration.limits)
        let router = Router(context: APIRequestContext.self)
        router.middlewares.add(AccessLog(logger: logger))
        router.middlewares.add(RequestWatch(registry: tools.registry, imagePrefix: urls.pathPrefix))
        if urls.sendsDebugHeaders { router.middlewares.add(DebugHeaders()) }
        if let origin = urls.access.allowedOrigin { router.middlewares.add(CrossOrigin(origin: origin)) }
        router.middlewares.add(ProblemMiddleware())
        if urls.access.clients.isLimiting {
            router.middlewares.add(ClientGate(urls.access.clients, healthPaths: connections.healthPaths))
        }
        router.middlewares.add(methods)
        router.middlewares.add(URLGateway(service: service, configuration: urls))
        let renditionsGrammar = RenditionsGrammar(sizes: configuration.grammar, urls: urls.grammar)
        if let batches {
            BatchRoutes(service: service, grammar: renditionsGrammar, limits: limits, api: batches).add(to: router)
        } else {
            router.middlewares.add(NoBatches())
        }
        let renditions = RenditionsRoute(
            service: service, grammar: renditionsGrammar, limits: limits,
            requestTimeout: urls.access.requestTimeout)
        router.post("/v1/renditions", use: renditions.post)
        router.get("/v1/renditions", use: renditions.get)
        router.head("/v1/renditions", use: renditions.head)
        router.get("/health", use: HealthRoute(service: service).handle)
        router.head("/health", use: HealthRoute(service: service).head)
        return application(router, at: configuration.listeners.address, connections, onRunning)
    }

    private var methods: MethodTable {
        var paths: [String: [HTTPRequest.Method]] = [
            "*": [.get, .head, .post], "/health": [.get, .head], "/v1/renditions": [.get, .head, .post],
        ]
        paths.merge(BatchRoutes.methods) { $1 }
        for path in configuration.urls.healthPaths { paths[path] = [.get, .head] }
        return MethodTable(paths, imagePrefix: configuration.urls.pathPrefix)
    }

    /// The operators' listener.
    package func admin(onRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }) -> some Service {
        let router = Router(context: APIRequestContext.self)
        router.middlewares.add(ProblemMiddleware())
        let address = configuration.listeners.adminAddress
        router.middlewares.add(DebugAccess(token: tools.settings.token, address: address))
        let own: [String: [HTTPRequest.Method]] = ["/status": [.get, .head], "/health": [.get, .head]]
        router.middlewares.add(MethodTable(own.merging(DebugTools.methods) { $1 }))
        tools.add(to: router, service: service)
        router.get("/status", use: StatusRoute(service: service).handle)
        router.head("/status", use: StatusRoute(service: service).head)
        router.get("/health", use: HealthRoute(service: service).handle)
        router.head("/health", use: HealthRoute(service: service).head)
        return application(router, at: address, adminConnections, onRunning)
    }

    /// Enough for people and scrapers.
    static let maximumAdminConnections = 32

    private func application(
        _ router: Router<APIRequestContext>, at address: Settings.BindAddress, _ table: ConnectionTable,
        _ onRunning: @escaping @Sendable (Int) async -> Void
    ) -> some Service {
        let (listeners, limits) = (configuration.listeners, configuration.limits)
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
