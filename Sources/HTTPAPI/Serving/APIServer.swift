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
    private let limits: HTTPLimits
    private let listeners: ListenerSettings
    private let urls: URLAPIConfiguration?
    private let debug: DebugTools
    private let logger: Logger
    private let access: AccessConfiguration
    private let routes: RouteTable
    private let connections: ConnectionTable
    private let adminConnections = ConnectionTable(
        limit: Self.maximumAdminConnections, healthPaths: [Route.healthName])
    /// How long connections may be silent, and requests wait for a place.
    var placeTimes: PlaceHandler.Times

    /// Without `batches`, none are kept, and their paths say so.
    package init(
        service: ImageService, grammar: SizeListGrammar, limits: HTTPLimits, listeners: ListenerSettings,
        urls: URLAPIConfiguration? = nil, batches: BatchAPI? = nil, debug: DebugTools = DebugTools(), logger: Logger
    ) {
        self.service = service
        self.limits = limits
        self.listeners = listeners
        self.urls = urls
        self.debug = debug
        self.logger = logger
        access = urls?.access ?? AccessConfiguration()
        routes = Self.routes(service, grammar, limits, urls, batches, access)
        connections = ConnectionTable(limit: listeners.maximumConnections, healthPaths: routes.healthPaths)
        placeTimes = PlaceHandler.Times(listeners)
    }

    /// The connections of the service's listener.
    var connectionGauges: ConnectionPlaces.Gauges { connections.gauges }

    /// The connections of the operators' listener.
    var adminConnectionGauges: ConnectionPlaces.Gauges { adminConnections.gauges }

    /// The service's listener. `onRunning` is told the port, which the system chose if the settings say 0.
    package func main(onRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }) -> some Service {
        let router = Router(context: APIRequestContext.self)
        router.middlewares.add(RouteFinder(table: routes))
        router.middlewares.add(AccessLog(logger: logger, trustedProxies: access.clients.trustedProxies))
        router.middlewares.add(RequestWatch(registry: debug.registry))
        if urls?.sendsDebugHeaders ?? false { router.middlewares.add(DebugHeaders()) }
        if !access.allowedOrigins.isEmpty { router.middlewares.add(CrossOrigin(origins: access.allowedOrigins)) }
        router.middlewares.add(ProblemMiddleware())
        if access.clients.isLimiting { router.middlewares.add(ClientGate(access.clients)) }
        router.middlewares.add(RouteDispatch(access: access, isSigned: urls?.isSigned ?? false))
        return application(router, at: listeners.address, routes, connections, onRunning) { [logger] method, path in
            FullAnswer.log(method, path, to: logger)
        }
    }

    /// The operators' listener.
    package func admin(onRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }) -> some Service {
        let router = Router(context: APIRequestContext.self)
        router.middlewares.add(RouteFinder(table: adminRoutes))
        router.middlewares.add(ProblemMiddleware())
        router.middlewares.add(DebugAccess(token: debug.settings.token, address: listeners.adminAddress))
        router.middlewares.add(RouteDispatch(access: AccessConfiguration()))
        return application(router, at: listeners.adminAddress, adminRoutes, adminConnections, onRunning)
    }

    /// Everything that the service's listener knows.
    private static func routes(
        _ service: ImageService, _ grammar: SizeListGrammar, _ limits: HTTPLimits, _ urls: URLAPIConfiguration?,
        _ batches: BatchAPI?, _ access: AccessConfiguration
    ) -> RouteTable {
        let renditionsGrammar = RenditionsGrammar(sizes: grammar, urls: urls?.grammar)
        let renditions = RenditionsRoute(
            service: service, grammar: renditionsGrammar, limits: limits, requestTimeout: access.requestTimeout)
        let health = HealthRoute(service: service).handle
        var routes = ([Route.healthName] + (urls?.healthPaths ?? [])).map {
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
        routes += urls.map { ImageRoutes(service: service, configuration: $0).routes } ?? []
        return RouteTable(routes)
    }

    private var adminRoutes: RouteTable {
        let status = StatusRoute(service: service) { [connections, adminConnections] in
            (connections.gauges, adminConnections.gauges)
        }
        let own = [
            Route(Route.healthName, .reading(HealthRoute(service: service).handle)),
            Route("/status", .reading(status.handle)),
        ]
        return RouteTable(own + debug.routes(service: service))
    }

    /// Enough for people and scrapers.
    static let maximumAdminConnections = 32

    private func application(
        _ router: Router<APIRequestContext>, at address: Settings.BindAddress, _ routes: RouteTable,
        _ table: ConnectionTable, _ onRunning: @escaping @Sendable (Int) async -> Void,
        onRefusal: @escaping PlaceHandler.Refusal = { _, _ in }
    ) -> some Service {
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
