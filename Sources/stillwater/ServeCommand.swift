import ArgumentParser
import Foundation
import HTTPAPI
import ImageService
import Isolation
import Jobs
import Logging
import NIOCore
import NIOPosix
import Profiling
import ServiceLifecycle
import Settings
import Sources
import UnixSignals

/// `stillwater serve`: the service, until SIGTERM or SIGINT.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serves renditions over HTTP.",
        usage: "stillwater serve [--bind HOST:PORT] [--root DIR] [--output-root DIR] [setting …]",
        discussion: SettingsText.help { settings throws(SettingsError) in _ = try ServiceSettings(reading: settings) })

    /// The label in profiles for work that belongs to no request.
    private static let idle = ProfileLabels.none.with("stage", "network")

    @Argument(parsing: .allUnrecognized, help: .hidden)
    var settingsArguments: [String] = []

    func run() async throws {
        try await ProfileLabels.withTaskLabels(ProfileLabels.none.with("stage", "start")) {
            #if DEBUG || PLANTED_LEAK
            try await PlantedLeak.whilePlanted { try await serve() }
            #else
            try await serve()
            #endif
        }
    }

    private func serve() async throws {
        let (settings, notices) = try SettingsText.readForService(settingsArguments) { settings throws(SettingsError) in
            try ServiceSettings(reading: settings)
        }
        let logger = settings.logger
        logger.info("starting", metadata: ["settings.defaults": "\(settings.defaults.rawValue)"])
        settings.debugging.begin()
        defer { settings.debugging.end() }
        for notice in notices { logger.notice("environment", metadata: ["notice": "\(notice)"]) }
        if let warning = settings.signatureWarning {
            logger.warning("image URLs are not protected", metadata: ["settings.cause": "\(warning)"])
        }
        let budget = try await withImageService(settings.server.service, logger: logger) { service in
            ChildProfilers.shared.use { [engine = service.engine] in engine.profiles(of: $0) }
            defer { ChildProfilers.shared.use(nil) }
            try await serve(service, settings, logger)
            return service.budget
        }
        await budget.assertNothingIsHeld()
        logger.info("stopped")
    }

    private func serve(_ service: ImageService, _ settings: ServiceSettings, _ logger: Logger) async throws {
        let profiles = ProfileFiles(configuration: settings.profiles, logger: logger)
        try profiles.start()
        let recorder = recorder(settings.server.debug, service, logger)
        let jobs = settings.jobs.path == nil ? nil : try settings.jobs.open()
        let server = APIServer(
            service: service, configuration: settings.server,
            batches: jobs.map { BatchAPI(store: $0, signsWebhooks: settings.jobs.signer != nil) }, recorder: recorder,
            logger: logger)
        let listeners = settings.server.listeners
        // What ends the services is told once, by the command.
        var quiet = logger
        quiet.logLevel = .critical
        var services: [any Service] = [
            ListenerService(
                base: server.main { port in
                    logger.info("listening", metadata: ["address": "\(listeners.address.host):\(port)"])
                }, address: listeners.address, setting: "bind"),
            ListenerService(
                base: server.admin { port in
                    logger.info("admin listening", metadata: ["address": "\(listeners.adminAddress.host):\(port)"])
                }, address: listeners.adminAddress, setting: "admin-bind"),
            profiles,
        ]
        if settings.profiles.traceInterval > .zero {
            services.append(
                SchedulerTrace(
                    service: service, tools: server.tools, interval: settings.profiles.traceInterval,
                    hasDetail: settings.profiles.tracesDetail))
        }
        if settings.freeMemoryInterval > .zero {
            services.append(MemoryReturn(interval: settings.freeMemoryInterval, logger: logger))
        }
        if let jobs { services += batchServices(jobs, service, settings, logger) }
        var configuration = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: Self.endingSignals(), logger: quiet)
        configuration.maximumGracefulShutdownDuration = listeners.stopTimeout
        // Tasks of connections inherit it; work for a request has more labels.
        try await ProfileLabels.withTaskLabels(Self.idle) { try await ServiceGroup(configuration: configuration).run() }
        await recorder?.stopAll()
        await profiles.finish()
    }

    /// The signals that let requests end and stop the service. A hang-up is one where there is a terminal to hang up;
    /// elsewhere it asks to read files anew, as SIGUSR2 asks for other things, and there is nothing to do.
    private static func endingSignals() -> [UnixSignal] {
        signal(SIGUSR2, SIG_IGN)
        guard isatty(STDERR_FILENO) == 0 else { return [.sigterm, .sigint, .sighup] }
        signal(SIGHUP, SIG_IGN)
        return [.sigterm, .sigint]
    }

    private func batchServices(
        _ jobs: any JobStore, _ service: ImageService, _ settings: ServiceSettings, _ logger: Logger
    ) -> [any Service] {
        let worker = BatchWorker(service: service, store: jobs, configuration: settings.batches.logging(to: logger))
        var services: [any Service] = [BackgroundWorker(worker: worker, logger: logger)]
        if let signer = settings.jobs.signer {
            let delivery = WebhookDelivery(store: jobs, poster: service.poster, signer: signer, logger: logger)
            services.append(WebhookService(delivery: delivery))
        }
        return services
    }

    /// Takes recordings; `nil` if their folder cannot be used.
    private func recorder(_ settings: DebugSettings, _ service: ImageService, _ logger: Logger) -> Recorder? {
        for notice in HeapProfiler.shared.notices { logger.notice("profiling", metadata: ["notice": "\(notice)"]) }
        for loop in MultiThreadedEventLoopGroup.singleton.makeIterator() {
            loop.execute { Self.idle.setOnIdleThread() }
        }
        do {
            let watch = service.budgetWatch()
            return try Recorder(folder: settings.recordingsFolder, timesOverLimit: { watch.timesOver })
        } catch {
            logger.warning("recordings are off", metadata: ["error.cause": "\(error)"])
            return nil
        }
    }
}
