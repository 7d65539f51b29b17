import CSandbox
import Codecs
import Glibc
import ImageModel
import Profiling
import Rendering
import SVGSafety

/// The inside of a worker process: confines itself, then renders whatever arrives until nothing more does.
package struct RenderWorker {
    private let socket = MessageSocket(SB_CONTROL) { Glibc.write($0, $1, $2) }
    private let input = SharedFile(descriptor: SB_INPUT)
    private let output = SharedFile(descriptor: SB_OUTPUT)
    private let beforeEach: ([UInt8]) -> Void
    private let profiler: EnclosedProfiler
    private var kept: [UInt64: [UInt8]] = [:]

    private init(_ profiler: EnclosedProfiler, beforeEach: @escaping ([UInt8]) -> Void) {
        self.profiler = profiler
        self.beforeEach = beforeEach
    }

    /// Works until the service closes its end; returns the process's exit code. Call it on the first thread, before
    /// there are others.
    ///
    /// `arguments` are those of the process; the last two are the memory in bytes and the process id of the service,
    /// with which this process ends. `beforeEach` is called with each source before it is decoded.
    package static func run(
        arguments: [String], beforeEach: @escaping ([UInt8]) -> Void = { _ in }
    ) -> Int32 {
        let numbers = arguments.suffix(2)
        guard let memory = numbers.first.flatMap({ UInt64($0) }), let service = numbers.last.flatMap({ pid_t($0) }),
            fcntl(SB_CONTROL, F_GETFD) >= 0
        else { return 2 }
        // Before anything else: from here on the kernel enforces it.
        guard sb_bind_to_parent(service) else { return 0 }
        do throws(CodecError) {
            try VipsLibrary.start()
        } catch {
            return 3
        }
        let profiler = EnclosedProfiler()
        // Everything that has to be found or loaded must be by now.
        guard sb_enter(SBLimits(memory_bytes: memory, file_bytes: memory)) != SB_FAILED, sb_end_with_control() else {
            return 4
        }
        var worker = RenderWorker(profiler, beforeEach: beforeEach)
        do throws(IsolationError) {
            try worker.socket.send(WorkerReply(outcome: .ready), Patience())
            while true { try worker.serveOne() }
        } catch {
            return error.code == .ended ? 0 : 5
        }
    }

    /// After this long without work, free pages are returned to the system.
    private static let restMilliseconds: Int32 = 50

    private mutating func serveOne() throws(IsolationError) {
        if sb_wait(SB_CONTROL, false, Self.restMilliseconds) == 0 { try? ProcessMemory.purge() }
        let request = try socket.receive(WorkerRequest.self, Patience())
        let cpuSeconds = UInt64(max(request.time.cpuSeconds, 1))
        guard sb_allow_time(cpuSeconds, UInt64(max(request.time.milliseconds, 1))) else {
            throw IsolationError(.unavailable, "The time limits cannot be set.")
        }
        // Waiting for work may take any length of time.
        defer { _ = sb_allow_time(cpuSeconds, 0) }
        var offset = 0
        let source = try take(request.source, &offset)
        for number in request.forgets { kept[number] = nil }
        var overlays: [String?: [UInt8]] = [:]
        for overlay in request.overlays { overlays[overlay.url] = try nextBlob(overlay.byteCount, &offset) }
        profiler.apply(request.sampling)
        if case .profile(let kind) = request.job {
            try socket.send(try profile(kind), Patience())
        } else {
            beforeEach(source)
            try socket.send(try reply(to: request.job, source, overlays), Patience())
            profiler.collect()
        }
    }

    private func profile(_ kind: RecordingRequest.Kind) throws(IsolationError) -> WorkerReply {
        let profile: EncodedBytes
        do throws(ProfilingError) {
            profile = EncodedBytes(copying: try profiler.profile(kind))
        } catch {
            return WorkerReply(outcome: .failed(.failed, message: error.message))
        }
        try profile.withUnsafeBytes { (buffer) throws(IsolationError) in try output.write(buffer, at: 0) }
        return WorkerReply(outcome: .profiled, byteCounts: [profile.count])
    }

    private mutating func take(
        _ source: WorkerRequest.Source, _ offset: inout Int
    ) throws(IsolationError) -> [UInt8] {
        switch source {
        case .sent(let byteCount, let number):
            let bytes = try nextBlob(byteCount, &offset)
            if let number { kept[number] = bytes }
            return bytes
        case .kept(let number):
            guard let bytes = kept[number] else { throw IsolationError(.malformed, "There is no such source.") }
            return bytes
        }
    }

    private func nextBlob(_ byteCount: Int, _ offset: inout Int) throws(IsolationError) -> [UInt8] {
        defer { offset += byteCount }
        return try input.bytes(byteCount, at: offset)
    }

    private func reply(
        to job: WorkerRequest.Job, _ source: [UInt8], _ overlays: [String?: [UInt8]]
    ) throws(IsolationError) -> WorkerReply {
        if case .sanitise = job { return try sanitised(source) }
        let result: RenderResult
        do throws(RenderError) {
            switch job {
            case .header(let usesThumbnail, let damage):
                if let refusal = refusal(of: source) { return refusal }
                return WorkerReply(
                    outcome: .header(try Renderer.header(of: source, usesThumbnail: usesThumbnail, damage: damage)))
            case .facts(let request, let header, let limits):
                return WorkerReply(
                    outcome: .facts(try Renderer.facts(request, of: source, header: header, limits: limits)))
            case .sanitise, .profile:
                return WorkerReply(outcome: .failed(.failed, message: "A profile has no source."))
            case .render(let plan, let maximumPixels):
                result = try Renderer.render(
                    plan, from: source, overlays: Overlays(overlays, maximumPixels: maximumPixels))
            }
        } catch {
            return WorkerReply(outcome: .failed(error.code, message: error.message))
        }
        return try written(result)
    }

    /// The answer to a drawing that acts, or holds too much; `nil` for others, and for other sources.
    private func refusal(of source: [UInt8]) -> WorkerReply? {
        do throws(SVGSafetyError) {
            if ImageFormat(signatureOf: source) == .svg { _ = try SVGInspector.check(source) }
            return nil
        } catch {
            return WorkerReply(outcome: .refused(error.code, message: error.message))
        }
    }

    private func sanitised(_ source: [UInt8]) throws(IsolationError) -> WorkerReply {
        let clean: EncodedBytes
        do throws(SVGSafetyError) {
            clean = EncodedBytes(sharing: try SVGSanitiser.sanitised(source))
        } catch {
            return WorkerReply(outcome: .refused(error.code, message: error.message))
        }
        try clean.withUnsafeBytes { (buffer) throws(IsolationError) in try output.write(buffer, at: 0) }
        return WorkerReply(outcome: .sanitised, byteCounts: [clean.count])
    }

    /// Writes the files to the output, each once.
    private func written(_ result: RenderResult) throws(IsolationError) -> WorkerReply {
        var files: [EncodedBytes] = []
        var outputs: [WorkerReply.Output] = []
        for image in result.images {
            let file = files.firstIndex { $0 === image.bytes } ?? files.count
            if file == files.count { files.append(image.bytes) }
            outputs.append(.init(size: image.size, format: image.format, frames: image.frames, file: file))
        }
        var offset = 0
        for file in files {
            try file.withUnsafeBytes { (buffer) throws(IsolationError) in try output.write(buffer, at: offset) }
            offset += file.count
        }
        return WorkerReply(
            outcome: .rendered(outputs, result.measurements, isDamaged: result.isDamaged),
            byteCounts: files.map(\.count))
    }
}
