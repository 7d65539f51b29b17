import ImageService
import Jobs
import Logging
import ServiceLifecycle
import Waiting

/// Processes the batches of a job file, after the service's requests, until the service stops.
struct BackgroundWorker: Service {
    let worker: BatchWorker
    let logger: Logger

    /// The pause between two attempts if the job file cannot be used.
    private static let pause = Duration.seconds(10)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            repeat {
                do throws(BatchWorkerError) {
                    try await worker.run(until: .none)
                    return
                } catch {
                    logger.error("batches cannot proceed", metadata: ["error.message": "\(error.message)"])
                }
            } while await hasPassed(Self.pause)
        }
    }
}

/// Notifies the webhooks of batches, until the service stops.
struct WebhookService: Service {
    let delivery: WebhookDelivery

    func run() async throws {
        await cancelWhenGracefulShutdown { await delivery.runUntilCancelled() }
    }
}
