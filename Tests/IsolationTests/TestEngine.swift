import Codecs
import ImageModel
import Rendering
import TestSupport

@testable import Isolation

/// Runs `body` with an engine whose workers do what sources tell them to; ends them afterwards.
func withEngine<Value>(
    _ change: (inout IsolationConfiguration) -> Void = { _ in }, _ body: (RenderEngine) async throws -> Value
) async throws -> Value {
    var configuration = IsolationConfiguration()
    configuration.mode = .all
    configuration.executable = RepositoryFiles.root + "/.build/debug/hostile-worker"
    change(&configuration)
    let engine = RenderEngine(configuration)
    defer { engine.shutDown() }
    return try await body(engine)
}

/// A valid picture, 640 × 427, that tells a hostile worker to do `deed`.
func hostilePicture(_ deed: String) throws -> [UInt8] {
    try RepositoryFiles.fixture("jpeg/baseline.jpg") + Array("hostile:\(deed)\n".utf8)
}

/// The error thrown by `work`.
func failure<Value>(_ work: () throws(RenderError) -> Value) -> RenderError.Code? {
    do throws(RenderError) {
        _ = try work()
        return nil
    } catch {
        return error.code
    }
}

extension RenderEngine {
    /// The files of `renditions` of `bytes`.
    func files(
        of bytes: [UInt8], _ renditions: [Rendition] = [Rendition(width: 60, format: .png)],
        overlays: Overlays = .none, interruption: Interruption? = nil
    ) throws(RenderError) -> [RenderedImage] {
        let header = try header(of: bytes, interruption: interruption)
        let plan = try RenderPlan(renditions, of: header)
        return try render(plan, from: bytes, overlays: overlays, interruption: interruption).images
    }
}

/// The mean difference between the pixels of two files, in levels of 0…255; infinite for different sizes.
func distance(_ one: RenderedImage, _ other: RenderedImage) throws -> Double {
    let (first, second) = (try pixels(of: one), try pixels(of: other))
    guard first.count == second.count, !first.isEmpty, one.size == other.size else { return .infinity }
    let sum = zip(first, second).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
    return Double(sum) / Double(first.count)
}

private func pixels(of image: RenderedImage) throws -> [UInt8] {
    let bytes = image.bytes.withUnsafeBytes { Array($0) }
    return try ImageDecoder.withImage(of: bytes, format: image.format) { (image) throws(CodecError) in
        try image.convertedToSRGB().pixels().withUnsafeBytes { Array($0) }
    }
}
