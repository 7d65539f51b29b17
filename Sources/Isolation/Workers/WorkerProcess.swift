import CSandbox
import Codecs
import Foundation
import Glibc
import ImageModel
import NIOConcurrencyHelpers

/// A worker's answer.
struct WorkerAnswer {
    var outcome: WorkerReply.Outcome
    var files: [EncodedBytes]
}

/// A worker process, from start to end: it is killed when its last reference goes.
final class WorkerProcess: Sendable {
    /// The environment variables that libraries need to find their files, and no others: the service's own contain
    /// secrets.
    private static let passedOn = [
        "HOME", "LANG", "LC_", "FONTCONFIG_", "XDG_", "LD_LIBRARY_PATH", "MALLOC_CONF", "TZ",
        "VIPS_LEAK", "VIPS_TRACE",
    ]
    /// Allows for loading libraries, and for machines that are busy otherwise.
    private static let startTime = Duration.seconds(30)

    /// A profile belongs to no reservation; those of renders have some hundred kilobytes.
    private static let maximumProfileBytes = 16 << 20

    private let pid: pid_t
    private let socket: MessageSocket
    private let input: SharedFile
    private let output: SharedFile
    private let hasEnded = NIOLockedValueBox<End?>(nil)

    /// The lowest priority that a process can have and still make progress under any load.
    private static let yieldingNiceness: CInt = 19
    /// A third of the service's own share: its event loops and its short renders wait for no worker's long one.
    private static let niceness: CInt = 5

    /// Starts a worker, which then needs some tens of milliseconds to confine itself: see `waitUntilReady`. One that
    /// `yields` gets a processor only when nothing else on the machine needs it.
    ///
    /// - Throws: `unavailable`.
    init(_ configuration: IsolationConfiguration, yields: Bool = false) throws(IsolationError) {
        let (input, output) = (sb_memory_file("source"), sb_memory_file("renditions"))
        var (own, others) = (Int32(-1), Int32(-1))
        let hasSockets = sb_socket_pair(&own, &others) == 0
        self.input = SharedFile(descriptor: input)
        self.output = SharedFile(descriptor: output)
        socket = MessageSocket(own) { sb_send($0, $1, $2) }
        guard input >= 0, output >= 0, hasSockets else {
            pid = 0
            if hasSockets { close(others) }
            throw IsolationError(.unavailable, "There are no descriptors for a worker.")
        }
        pid = Self.start(configuration, control: others, input: input, output: output)
        close(others)
        guard pid > 0 else { throw IsolationError(.unavailable, "\(configuration.executable) cannot be started.") }
        // Before it has more threads than one, which would keep theirs. One that may not be nicer stays as it is.
        setpriority(CInt(PRIO_PROCESS.rawValue), id_t(pid), yields ? Self.yieldingNiceness : Self.niceness)
    }

    deinit {
        _ = end()
        for descriptor in [socket.descriptor, input.descriptor, output.descriptor] where descriptor >= 0 {
            close(descriptor)
        }
    }

    /// How a worker ended.
    struct End: Sendable {
        enum Cause: Sendable {
            /// By us, by itself, or by a fault.
            case ordinary
            /// By the kernel, for a forbidden system call.
            case forbidden
            /// By the kernel, because it took too much time.
            case overdue
        }

        var cause: Cause
        /// The highest resident memory, including what it shared with others.
        var peakBytes: Int

        fileprivate init(_ end: SBEnd) {
            cause =
                switch end.signal {
                case SIGSYS: .forbidden
                case SIGALRM, SIGXCPU: .overdue
                default: .ordinary
                }
            peakBytes = Int(end.peak_bytes)
        }
    }

    /// Kills the worker, unless it has already ended; returns how it ended.
    func end() -> End {
        hasEnded.withLockedValue { known in
            let end = known ?? End(sb_end(pid))
            known = end
            return end
        }
    }

    /// Resident bytes that no other process shares.
    var ownBytes: Int { Int(sb_own_bytes(pid)) }

    /// Whether the worker is still alive, idle, and uses at most `bytes` of its own.
    func isFit(ownBytes bytes: Int) -> Bool { !sb_is_closed(socket.descriptor) && ownBytes <= bytes }

    /// The worker's answer, and the files that it made. After any error it must not be used again.
    ///
    /// - Throws: any code, but `unavailable` only if the machine has no memory.
    func perform(
        _ task: WorkerTask, _ kept: inout KeptSources, _ configuration: IsolationConfiguration,
        interruption: Interruption?, isTooMuch: @escaping @Sendable (_ ownBytes: Int) -> Bool = { _ in false }
    ) throws(IsolationError) -> WorkerAnswer {
        defer {
            input.clear()
            output.clear()
        }
        // If that fails, the limit that the worker started with applies.
        _ = sb_allow_memory(pid, UInt64(task.memoryBytes))
        let limit = configuration.timeLimit(of: task)
        let request = task.request(&kept, Self.time(limit + configuration.graceTime))
        var offset = 0
        if case .sent = request.source { try write(task.source, &offset) }
        for overlay in task.overlays { try write(overlay.bytes, &offset) }
        let patience = Patience(
            until: .now + limit, interruption: interruption,
            isTooMuch: { [self] in isTooMuch(ownBytes) })
        try socket.send(request, patience)
        let reply = try socket.receive(WorkerReply.self, patience)
        var maximumBytes = configuration.memoryBytes
        if case .profile = task.job { maximumBytes = Self.maximumProfileBytes }
        return WorkerAnswer(outcome: reply.outcome, files: try files(reply.byteCounts, maximumBytes: maximumBytes))
    }

    /// We ourselves end it earlier.
    private static func time(_ limit: Duration) -> WorkerTime {
        let milliseconds = max(1, Int(limit / .milliseconds(1)))
        // Decoders may use several threads.
        let threads = ProcessInfo.processInfo.activeProcessorCount
        return WorkerTime(cpuSeconds: (milliseconds + 999) / 1000 * threads, milliseconds: milliseconds)
    }

    private func write(_ bytes: [UInt8], _ offset: inout Int) throws(IsolationError) {
        var failure: IsolationError?
        bytes.withUnsafeBytes { buffer in
            do throws(IsolationError) { try input.write(buffer, at: offset) } catch { failure = error }
        }
        if let failure { throw failure }
        offset += bytes.count
    }

    /// The worker may be under an attacker's control by now: its statements are checked.
    private func files(_ byteCounts: [Int], maximumBytes: Int) throws(IsolationError) -> [EncodedBytes] {
        var offset = 0
        var files: [EncodedBytes] = []
        for count in byteCounts {
            guard count >= 0, count <= maximumBytes - offset else {
                throw IsolationError(.malformed, "A file of \(count) bytes is not plausible.")
            }
            files.append(try output.encodedBytes(count, at: offset))
            offset += count
        }
        return files
    }

    /// Returns when the worker has confined itself; call it once, before requesting anything from it.
    ///
    /// - Throws: `unavailable`; `interrupted`, after which it can be called again.
    func waitUntilReady(_ interruption: Interruption?) throws(IsolationError) {
        do throws(IsolationError) {
            let patience = Patience(until: .now + Self.startTime, interruption: interruption)
            let reply = try socket.receive(WorkerReply.self, patience)
            guard case .ready = reply.outcome else { throw IsolationError(.malformed, "The worker is not ready.") }
        } catch {
            guard error.code != .interrupted else { throw error }
            throw IsolationError(.unavailable, "A worker failed to start: \(error.message)")
        }
    }

    private static func start(
        _ configuration: IsolationConfiguration, control: Int32, input: Int32, output: Int32
    ) -> pid_t {
        let arguments =
            [configuration.executable] + configuration.arguments + [
                String(configuration.memoryBytes), String(getpid()),
            ]
        let environment =
            ProcessInfo.processInfo.environment
            .filter { variable in passedOn.contains { variable.key.hasPrefix($0) } }
            .map { "\($0.key)=\($0.value)" }
            // Large pictures being made would otherwise go to files. A program that reports crashes cannot be started
            // there, and the attempt would be taken for an attack.
            + ["VIPS_DISC_THRESHOLD=1000g", "SWIFT_BACKTRACE=enable=no"]
        return StarterThread.shared.run {
            var pid: pid_t = 0
            let error = withCStrings(arguments) { arguments in
                withCStrings(environment) { environment in
                    sb_start(configuration.executable, arguments, environment, control, input, output, &pid)
                }
            }
            return error == 0 ? pid : 0
        }
    }

    /// Lends `texts` as C strings, terminated by `nil`.
    private static func withCStrings<Result>(
        _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        var pointers = texts.map { strdup($0) }
        pointers.append(nil)
        defer { for pointer in pointers { free(pointer) } }
        return pointers.withUnsafeBufferPointer { buffer in
            // It contains at least the `nil`.
            guard let base = buffer.baseAddress else { preconditionFailure("no strings") }
            return body(base)
        }
    }
}
