import Cryptography
import Rendering
import RequestGrammar

extension RenderLimits {
    /// These limits, replaced by those of a request; 0 means no limit.
    func replaced(by limits: RequestOptions.Limits) -> RenderLimits {
        func pixels(_ megapixels: Double) -> Int {
            megapixels == 0 ? .max : Int(min(megapixels * 1_000_000, 1e15).rounded(.up))
        }
        var replaced = self
        if let megapixels = limits.sourceMegapixels { replaced.maximumPixels = pixels(megapixels) }
        if let frames = limits.animationFrames { replaced.maximumFrames = frames == 0 ? maximumFrames : frames }
        if let megapixels = limits.frameMegapixels {
            replaced.maximumAnimationFramePixels = megapixels == 0 ? 0 : pixels(megapixels)
        }
        if let side = limits.resultSide { replaced.maximumResultSide = side }
        return replaced
    }
}

extension RequestOptions.Limits {
    /// The most bytes of a source, instead of the configured limit.
    var maximumSourceBytes: Int? { sourceBytes.map { $0 == 0 ? 1 << 40 : $0 } }
}

extension RequestOptions.Checksum {
    /// Whether `bytes` have the digest. Blocks while hashing.
    func matches(_ bytes: [UInt8]) -> Bool {
        // Requests with an algorithm that is not available are refused when they are parsed.
        (try? algorithm.digest(of: bytes)) == digest
    }
}
