import ImageService
import Jobs
import Logging
import ServiceLifecycle
import Waiting

/// Works on the batches of a job file behind the service's requests, until the service stops.
struct BatchService: Service {
    let runner: BatchRunner
    let logger: Logger

    /// Between two attempts when the job file cannot be used.
    private static let pause = Duration.seconds(10)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            repeat {
                do throws(BatchRunnerError) {
                    try await runner.run(until: .none)
                    return
                } catch {
                    logger.error("batches stand still", metadata: ["error.message": "\(error.message)"])
                }
            } while await hasPassed(Self.pause)
        }
    }
}

/// Tells the webhooks of batches, until the service stops.
struct WebhookService: Service {
    let delivery: WebhookDelivery

    func run() async throws {
        await cancelWhenGracefulShutdown { await delivery.runUntilCancelled() }
    }
}
