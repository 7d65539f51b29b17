import ImageService
import Jobs
import Logging
import Sources
import UnixSignals
import Waiting

/// Processes batches in this process until a goal is reached, or a signal arrives.
struct ForegroundWorker: Sendable {
    let settings: BatchCommandSettings
    let store: any JobStore

    private enum Ending: Sendable {
        case done(Result<Void, BatchWorkerError>)
        case interrupted
        case other
    }

    /// Works until `goal`, displaying `ids`, or everything if there are none.
    ///
    /// - Returns: whether the goal was reached; it was not after SIGINT or SIGTERM.
    /// - Throws: the worker's failures, and those of starting the libraries.
    func work(until goal: BatchWorker.Goal, showing ids: [BatchID]) async throws -> Bool {
        guard settings.service.canStore else {
            throw JobError(.failed, "Specify where renditions go: --output-root DIR or --output-store URL.")
        }
        var logger = settings.logger
        logger.logLevel = max(logger.logLevel, .warning)
        return try await withImageService(settings.service, logger: logger) { [logger] service in
            let worker = BatchWorker(
                service: service, store: store, configuration: settings.batches.logging(to: logger))
            let delivery = settings.jobs.signer.map {
                WebhookDelivery(store: store, poster: service.poster, signer: $0, logger: logger)
            }
            let ending = await run(worker, until: goal, showing: ids, delivery)
            await tell(delivery, logger)
            guard case .done(let result) = ending else { return false }
            do throws(BatchWorkerError) {
                try result.get()
            } catch {
                throw JobError(.failed, error.message, cause: error)
            }
            return true
        }
    }

    /// Whatever has just ended is notified at once, if its webhook answers; otherwise by the next process on the job
    /// file.
    private func tell(_ delivery: WebhookDelivery?, _ logger: Logger) async {
        do throws(JobError) {
            try await delivery?.deliverDue()
        } catch {
            logger.warning("webhooks are delayed", metadata: ["error": "\(error.message)"])
        }
    }

    private func run(
        _ worker: BatchWorker, until goal: BatchWorker.Goal, showing ids: [BatchID], _ delivery: WebhookDelivery?
    ) async -> Ending {
        // Trapped before anything begins: until then, a signal ends the process at once.
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        return await withTaskGroup(of: Ending.self) { group in
            group.addTask {
                .done(await Result { () async throws(BatchWorkerError) in try await worker.run(until: goal) })
            }
            group.addTask {
                for await _ in signals { return .interrupted }
                return .other
            }
            group.addTask {
                var display = BatchProgressDisplay.standardError
                // The worker reports what is wrong with the store.
                try? await BatchWatch(store: store, ids: ids).follow(&display)
                return .other
            }
            if let delivery {
                group.addTask {
                    await delivery.runUntilCancelled()
                    return .other
                }
            }
            var ending = Ending.other
            while case .other = ending, let next = await group.next() { ending = next }
            group.cancelAll()
            // Items are returned to the store before this returns.
            await group.waitForAll()
            return ending
        }
    }
}

extension BatchConfiguration {
    /// The same, with notices written to `logger`.
    func logging(to logger: Logger) -> BatchConfiguration {
        var configuration = self
        configuration.notice = { notice in
            switch notice {
            case .paused(let batch, let cause):
                logger.error(
                    "batch paused",
                    metadata: [
                        "batch.id": "\(batch)", "error.code": "\(cause.code)", "error.message": "\(cause.message)",
                    ])
            case .storeWaits(let error):
                logger.warning(
                    "job file is not available", metadata: ["error.code": "\(error.code)", "error": "\(error.message)"])
            }
        }
        return configuration
    }
}
