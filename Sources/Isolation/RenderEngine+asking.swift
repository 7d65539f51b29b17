import Codecs
import ImageModel
import NIOConcurrencyHelpers
package import Rendering
import SVGSafety

extension RenderEngine {
    /// Immediately refuses a source that recently ended a worker, for work by `plan`; without a plan, for any work on
    /// it.
    ///
    /// - Throws: the error with which the worker ended: `undecodable`, `overLimit`.
    package func check(_ fingerprint: SourceFingerprint, for plan: RenderPlan? = nil) throws(RenderError) {
        try check(fingerprint, effort: plan?.effort ?? 0)
    }

    private func check(_ fingerprint: SourceFingerprint, effort: Double) throws(RenderError) {
        if let refusal = failed.withLockedValue({ $0.refusal(of: fingerprint, effort: effort) }) { throw refusal }
    }

    func ask(
        _ task: WorkerTask, _ fingerprint: SourceFingerprint?, _ interruption: Interruption?
    ) throws(RenderError) -> WorkerAnswer {
        let fingerprint = fingerprint ?? SourceFingerprint(of: task.source)
        // Others may have tried it while this request waited.
        try check(fingerprint, effort: task.effort)
        let answer: WorkerAnswer
        do throws(IsolationError) {
            answer = try pool.perform(task, yields: yields, interruption: interruption)
        } catch {
            let refusal = renderError(error, task)
            if error.isOfSource {
                failed.withLockedValue { $0.add(fingerprint, refusal, effort: task.effort) }
            }
            throw refusal
        }
        switch answer.outcome {
        // What has failed where memory and time are bounded has mostly failed for want of them.
        case .failed(.failed, let message):
            throw RenderError(.undecodable, "The source can't be processed within the limits of a worker. \(message)")
        case .failed(let code, let message): throw RenderError(code, message)
        case .refused(let code, let message):
            throw RenderError(.undecodable, message, cause: SVGSafetyError(code, message))
        case .ready, .header, .rendered, .facts, .profiled, .sanitised: return answer
        }
    }

    private func renderError(_ error: IsolationError, _ task: WorkerTask) -> RenderError {
        switch error.code {
        case .ended, .malformed:
            let allowed = min(task.memoryBytes, configuration.memoryBytes) >> 20
            let used = error.usage.map { "had used up to \($0.peakBytes >> 20) MiB" } ?? "ended"
            return RenderError(
                .undecodable,
                "The source's decoder failed on it, or needed more memory than allowed. Its process \(used); "
                    + "\(allowed) MiB beyond what it starts with were allowed "
                    + "(worker-memory: \(configuration.memoryBytes >> 20) MiB).",
                cause: error)
        case .outOfTime:
            let used = error.usage.map { " It was stopped after \(Self.seconds($0.time)) s" } ?? " It was stopped"
            return RenderError(
                .overLimit,
                "The source takes longer to decode than allowed.\(used); the limit is "
                    + "\(Self.seconds(configuration.timeLimit(of: task))) s (\(task.isHeader ? "a third of " : "")"
                    + "worker-timeout).", cause: error)
        case .interrupted: return RenderError(.interrupted, "The render was interrupted.", cause: error)
        case .unavailable: return RenderError(.failed, "The source cannot be decoded now.", cause: error)
        }
    }

    /// With one decimal.
    private static func seconds(_ duration: Duration) -> String {
        let tenths = Int((duration / .milliseconds(100)).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    /// The error for an impossible answer from a worker.
    static var noAnswer: RenderError {
        RenderError(.undecodable, "The source's decoder failed on it.")
    }
}

extension IsolationError {
    /// Whether the source is to blame, and will be again.
    fileprivate var isOfSource: Bool {
        switch code {
        case .ended, .malformed, .outOfTime: true
        case .interrupted, .unavailable: false
        }
    }
}
