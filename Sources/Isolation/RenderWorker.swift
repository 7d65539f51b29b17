import CSandbox
import Codecs
import Glibc
import ImageModel
import Rendering

/// The inside of a worker process: shuts itself in, then renders what comes until nothing comes any more.
package enum RenderWorker {
    private static let socket = MessageSocket(SB_CONTROL) { Glibc.write($0, $1, $2) }
    private static let input = SharedFile(descriptor: SB_INPUT)
    private static let output = SharedFile(descriptor: SB_OUTPUT)

    /// Works until the service closes its end; returns the process's exit code. To be called on the first thread, before
    /// there are others.
    ///
    /// `arguments` are those of the process; the last one is the memory in bytes. `beforeEach` sees each source before it
    /// is decoded.
    package static func run(
        arguments: [String], beforeEach: ([UInt8]) -> Void = { _ in }
    ) -> Int32 {
        guard let memory = arguments.last.flatMap({ UInt64($0) }), fcntl(SB_CONTROL, F_GETFD) >= 0 else { return 2 }
        do throws(CodecError) {
            try VipsLibrary.start()
        } catch {
            return 3
        }
        // Everything that has to be found or loaded is, from here on.
        guard sb_enter(SBLimits(memory_bytes: memory, file_bytes: memory)) != SB_FAILED else { return 4 }
        do throws(IsolationError) {
            try socket.send(WorkerReply(outcome: .ready), Patience())
            while true { try serveOne(beforeEach) }
        } catch {
            return error.code == .ended ? 0 : 5
        }
    }

    private static func serveOne(_ beforeEach: ([UInt8]) -> Void) throws(IsolationError) {
        let request = try socket.receive(WorkerRequest.self, Patience())
        guard sb_allow_cpu(UInt64(max(request.cpuSeconds, 1))) else {
            throw IsolationError(.unavailable, "The limit of CPU time cannot be set.")
        }
        var blobs: [[UInt8]] = []
        var offset = 0
        for count in request.byteCounts {
            blobs.append(try input.bytes(count, at: offset))
            offset += count
        }
        guard let source = blobs.first else { throw IsolationError(.malformed, "There is no source.") }
        beforeEach(source)
        try socket.send(try reply(to: request.job, source, overlays: Array(blobs.dropFirst())), Patience())
    }

    private static func reply(
        to job: WorkerRequest.Job, _ source: [UInt8], overlays: [[UInt8]]
    ) throws(IsolationError) -> WorkerReply {
        let result: RenderResult
        do throws(RenderError) {
            switch job {
            case .header(let usesThumbnail):
                return WorkerReply(outcome: .header(try Renderer.header(of: source, usesThumbnail: usesThumbnail)))
            case .facts(let request, let header, let limits):
                return WorkerReply(
                    outcome: .facts(try Renderer.facts(request, of: source, header: header, limits: limits)))
            case .render(let plan, let urls, let maximumPixels):
                let files = Dictionary(zip(urls, overlays), uniquingKeysWith: { first, _ in first })
                result = try Renderer.render(
                    plan, from: source, overlays: Overlays(files, maximumPixels: maximumPixels))
            }
        } catch {
            return WorkerReply(outcome: .failed(error.code, message: error.message))
        }
        return try written(result)
    }

    /// Puts the files into the output, each once.
    private static func written(_ result: RenderResult) throws(IsolationError) -> WorkerReply {
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
        return WorkerReply(outcome: .rendered(outputs, result.measurements), byteCounts: files.map(\.count))
    }
}
