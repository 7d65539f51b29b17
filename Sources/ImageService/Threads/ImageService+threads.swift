import Codecs
import Rendering
import Waiting

// Work on the service's own threads, away from event loops and tasks.
extension ImageService {
    /// What `work` returns; it runs on a render thread, for which it may have to wait.
    func onRenderThread<Value: Sendable>(
        interruption: Interruption? = nil,
        _ work: @escaping @Sendable () throws(ServiceError) -> Value
    ) async throws(ServiceError) -> Value {
        let outcome: (value: Result<Value, ServiceError>, waited: Duration)
        let watch = RenderThreadWatch()
        do {
            outcome = try await pool.run(interruption: interruption) {
                watch.run { Result { () throws(ServiceError) in try work() } }
            }
        } catch {
            throw .cancelled
        }
        RequestAccount.note { $0.queue += outcome.waited }
        return try outcome.value.get()
    }

    /// What `work` returns on a render thread; its codecs and walkers are interrupted when the task is cancelled.
    func onWatchedThread<Value: Sendable>(
        _ work: @escaping @Sendable () throws(ServiceError) -> Value
    ) async throws(ServiceError) -> Value {
        let interruption = Interruption()
        return try await onRenderThread(interruption: interruption) { () throws(ServiceError) in
            try interruption.watching(work)
        }
    }
}
