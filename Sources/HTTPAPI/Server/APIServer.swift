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
    /// Tools that look into the process.
    package let tools: DebugTools
    private let logger: Logger
    private let routes: RouteTable
    private let connections: ConnectionTable
    private let adminConnections = ConnectionTable(
        limit: Self.maximumAdminConnections, healthPaths: [Route.healthName])
    /// How long connections may be silent, and how long requests may wait for a place.
    var placeTimes: PlaceHandler.Times

    /// Without `batches`, there are no batches, and their paths say so.
    package init(
        service: ImageService, configuration: ServerConfiguration, batches: BatchAPI? = nil,
        recorder: Recorder? = nil, logger: Logger
    ) {
        self.service = service
        self.configuration = configuration
        tools = DebugTools(settings: configuration.debug, recorder: recorder)
        self.logger = logger
        routes = Self.routes(service, configuration, batches)
        connections = ConnectionTable(
            limit: configuration.listeners.maximumConnections, healthPaths: routes.healthPaths)
        placeTimes = PlaceHandler.Times(configuration.listeners)
    }

    /// The connections of the service's listener.
    var connectionGauges: ConnectionPlaces.Gauges { connections.gauges }

    /// The connections of the operators' listener.
    var adminConnectionGauges: ConnectionPlaces.Gauges { adminConnections.gauges }

    /// The service's listener. `onRunning` receives the port, which the system chose if the settings say 0.
    package func main(onRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }) -> some Service {
        let (urls, access) = (configuration.urls, configuration.access)
        let router = Router(context: APIRequestContext.self)
        router.middlewares.add(RouteFinder(table: routes))
        router.middlewares.add(AccessLog(logger: logger, trustedProxies: access.trustedProxies))
        router.middlewares.add(RequestWatch(registry: tools.registry))
        if urls.sendsDebugHeaders { router.middlewares.add(DebugHeaders()) }
        if !access.allowedOrigins.isEmpty { router.middlewares.add(CrossOrigin(origins: access.allowedOrigins)) }
        if service.cache != nil { router.middlewares.add(CacheHeaders()) }
        router.middlewares.add(ProblemMiddleware(showsCauses: urls.showsCauses))
        if access.clients.isLimiting { router.middlewares.add(ClientGate(access)) }
        router.middlewares.add(RouteDispatch(access: access, isSigned: urls.isSigned))
        return application(router, at: configuration.listeners.address, routes, connections, onRunning) {
            [logger] method, path in
            FullAnswer.log(method, path, to: logger)
        }
    }

    /// The operators' listener.
    package func admin(onRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }) -> some Service {
        let router = Router(context: APIRequestContext.self)
        router.middlewares.add(RouteFinder(table: adminRoutes))
        router.middlewares.add(ProblemMiddleware())
        let address = configuration.listeners.adminAddress
        router.middlewares.add(DebugAccess(token: tools.settings.token, address: address))
        router.middlewares.add(RouteDispatch(access: Access()))
        return application(router, at: address, adminRoutes, adminConnections, onRunning)
    }

    /// All routes of the service's listener.
    private static func routes(
        _ service: ImageService, _ configuration: ServerConfiguration, _ batches: BatchAPI?
    ) -> RouteTable {
        let (urls, access, limits) = (configuration.urls, configuration.access, configuration.limits)
        let renditionsGrammar = RenditionsGrammar(sizes: configuration.grammar, urls: urls.grammar)
        let renditions = RenditionsRoute(
            service: service, grammar: renditionsGrammar, limits: limits,
            requestTimeout: access.requestTimeout)
        let health = HealthRoute(service: service, message: access.healthMessage).handle
        let healthPaths =
            [Route.healthName, urls.pathPrefix + Route.healthName] + [access.healthPath].compactMap(\.self)
        var routes = healthPaths.map {
            Route($0, name: Route.healthName, .reading(health))
        }
        routes.append(
            Route(
                "/v1/renditions", admission: .unsigned, maximumBodyBytes: limits.maximumUploadBytes,
                .reading(renditions.get).with(.post, renditions.post)))
        routes +=
            batches.map {
                BatchRoutes.routes(service: service, grammar: renditionsGrammar, limits: limits, api: $0)
            } ?? BatchRoutes.notConfigured
        let images = ImageRoutes(service: service, configuration: urls, requestTimeout: access.requestTimeout)
        return RouteTable(routes + images.routes)
    }

    private var adminRoutes: RouteTable {
        let status = StatusRoute(service: service) { [connections, adminConnections] in
            (connections.gauges, adminConnections.gauges)
        }
        let own = [
            Route(Route.healthName, .reading(HealthRoute(service: service).handle)),
            Route("/status", .reading(status.handle)),
        ]
        return RouteTable(own + tools.routes(service: service))
    }

    /// Enough for people and scrapers.
    static let maximumAdminConnections = 32

    private func application(
        _ router: Router<APIRequestContext>, at address: Settings.BindAddress, _ routes: RouteTable,
        _ table: ConnectionTable, _ onRunning: @escaping @Sendable (Int) async -> Void,
        onRefusal: @escaping PlaceHandler.Refusal = { _, _ in }
    ) -> some Service {
        let listeners = configuration.listeners
        let (read, write) = (TimeAmount(listeners.readTimeout), TimeAmount(listeners.writeTimeout))
        let times = placeTimes
        let channel = HTTP1Channel.Configuration(
            additionalChannelHandlers: [
                ConnectionDeadlines(
                    readTimeout: read, writeTimeout: write, minimumRate: listeners.minimumUploadRate),
                PlaceHandler(table: table, times: times, onRefusal: onRefusal),
                AnswerGathering(),
                ContinueHandler(maximumBytes: routes.maximumBodyBytes),
                ClientPresence(),
            ], idleTimeout: TimeAmount(listeners.idleTimeout))
        return Application(
            router: router,
            server: HTTPServerBuilder { responder in
                EventLoopChannel(base: HTTP1Channel(responder: responder, configuration: channel))
            },
            configuration: ApplicationConfiguration(
                address: .hostname(address.host, port: address.port), serverName: listeners.serverName,
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
