import Codecs
import ImageModel
import Synchronization

/// Watermarks in the sizes in which they were last shown, so that each is decoded and resized once a size.
///
/// Bounded in bytes; what was used least recently goes first. Safe from every thread: only copies of pixels are shared.
package final class OverlayCache: Sendable {
    /// Which watermark, by what its file holds, and how large.
    struct Key: Hashable, Sendable {
        let file: Int
        let picture: PixelSize
        let scale: Double
    }

    /// 8-bit pixels, straight alpha.
    struct Pixels: Sendable {
        let bytes: [UInt8]
        let size: PixelSize
        let bands: Int
    }

    private struct State {
        var entries: [Key: (pixels: Pixels, used: UInt64)] = [:]
        var bytes = 0
        var clock: UInt64 = 0
    }

    private let state = Mutex(State())
    private let maximumBytes: Int

    package init(maximumBytes: Int = 16 << 20) { self.maximumBytes = maximumBytes }

    /// Bytes that are kept.
    package var byteCount: Int { state.withLock { $0.bytes } }

    func pixels(for key: Key) -> Pixels? {
        state.withLock { state in
            state.clock += 1
            state.entries[key]?.used = state.clock
            return state.entries[key]?.pixels
        }
    }

    /// Keeps `pixels`, unless they alone are more than may be kept.
    func keep(_ pixels: Pixels, for key: Key) {
        guard pixels.bytes.count <= maximumBytes else { return }
        state.withLock { state in
            state.clock += 1
            let replaced = state.entries.updateValue((pixels, state.clock), forKey: key)
            state.bytes += pixels.bytes.count - (replaced?.pixels.bytes.count ?? 0)
            while state.bytes > maximumBytes, let oldest = state.entries.min(by: { $0.value.used < $1.value.used }) {
                state.entries[oldest.key] = nil
                state.bytes -= oldest.value.pixels.bytes.count
            }
        }
    }
}
