import ArgumentParser
import Codecs
import Foundation
import HTTPAPI
import ImageService
import Isolation
import Logging
import NIOPosix
import ServiceLifecycle
import Settings
import Sources
import Storage
import UnixSignals

/// `stillwater serve`: the service, until SIGTERM or SIGINT.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serves renditions over HTTP.",
        usage: "stillwater serve [--bind HOST:PORT] [--root DIR] [--output-root DIR] [setting …]",
        discussion: SettingsText.help { settings throws(SettingsError) in _ = try ServiceSettings(reading: settings) })

    @Argument(parsing: .allUnrecognized, help: .hidden)
    var settingsArguments: [String] = []

    func run() async throws {
        let (settings, notices) = try SettingsText.readForService(settingsArguments) { settings throws(SettingsError) in
            try ServiceSettings(reading: settings)
        }
        let logger = settings.logger
        for notice in notices { logger.notice("environment", metadata: ["notice": "\(notice)"]) }
        try VipsLibrary.start()
        let reader = try SourceReader(
            configuration: settings.sources, eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: logger)
        let pool = RenderPool(threads: settings.renderThreads)
        let service = ImageService(
            reader: reader, pool: pool, store: settings.outputRoot.map { DirectoryStore(root: $0) },
            limits: settings.limits, memory: settings.memory, watermark: settings.watermark,
            engine: RenderEngine(settings.isolation))
        try await serve(service, settings, logger)
        await reader.shutDown()
        pool.shutDown()
        service.engine.shutDown()
        service.budget.assertNothingIsHeld()
        logger.info("stopped")
    }

    private func serve(_ service: ImageService, _ settings: ServiceSettings, _ logger: Logger) async throws {
        let server = APIServer(
            service: service, grammar: settings.grammar, limits: settings.httpLimits, listeners: settings.listeners,
            urls: settings.urls, logger: logger)
        let listeners = settings.listeners
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        var configuration = ServiceGroupConfiguration(
            services: [
                server.main { port in
                    logger.info("listening", metadata: ["address": "\(listeners.address.host):\(port)"])
                },
                server.admin { port in
                    logger.info("admin listening", metadata: ["address": "\(listeners.adminAddress.host):\(port)"])
                },
            ],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet)
        configuration.maximumGracefulShutdownDuration = listeners.stopTimeout
        try await ServiceGroup(configuration: configuration).run()
    }
}
