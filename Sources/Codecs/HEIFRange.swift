internal import CVipsShim
import Foundation
internal import ImageModel

/// Whether libheif leaves grey samples of limited range unchanged.
///
/// 1.15 does, so pictures without colours would look flat: black as 16, white as 235. Another version may expand them
/// itself, and they must not be expanded twice; so it is tested, once.
enum HEIFRange {
    static let isLeftAlone: Bool = {
        do throws(CodecError) {
            return try blackSample() > 8
        } catch {
            // It does not read AV1 at all.
            return false
        }
    }()

    /// The first sample of a black AVIF picture of 16 × 16 pixels, 4:0:0 and of limited range.
    private static func blackSample() throws(CodecError) -> UInt8 {
        let file = Data(base64Encoded: picture).map { [UInt8]($0) } ?? []
        return try unsafe file.withUnsafeBufferPointer { (memory) throws(CodecError) -> UInt8 in
            guard let base = memory.baseAddress else { return 0 }
            let image = try Image.made(.undecodable, .avif) { out in
                unsafe sw_load_heif(base, memory.count, false, out)
            }
            let pixels = try image.pixels()
            return unsafe pixels.withUnsafeBytes { unsafe $0.first } ?? 0
        }
    }

    private static let picture =
        "AAAAHGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZgAAAOltZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAA"
        + "AAAAAA5waXRtAAAAAAABAAAAHmlsb2MAAAAARAAAAQABAAAAAQAAAQ0AAAAdAAAAKGlpbmYAAAAAAAEAAAAaaW5mZQIAAAAA"
        + "AQAAYXYwMUNvbG9yAAAAAGhpcHJwAAAASWlwY28AAAAUaXNwZQAAAAAAAAAQAAAAEAAAAA5waXhpAAAAAAEIAAAADGF2MUOB"
        + "ABwAAAAAE2NvbHJuY2x4AAEADQAGAAAAABdpcG1hAAAAAAAAAAEAAQQBAoMEAAAAJW1kYXQSAAoIGAz/22AhoMQyDxlGIYAA"
        + "aAAAdYZPWQqvhA=="
}
