import NIOConcurrencyHelpers

/// The bytes of pictures that many requests use; those that were not used for longest go first.
final class ImageCache: Sendable {
    private struct Entry {
        let bytes: [UInt8]
        let fetched: ContinuousClock.Instant
        var lastUse: Int
    }

    private struct State {
        var entries: [ConfiguredImage: Entry] = [:]
        var bytes = 0
        var uses = 0
    }

    private let maximumBytes: Int
    private let lifetime: Duration
    private let state = NIOLockedValueBox(State())

    /// Keeps up to `maximumBytes`, each picture for `lifetime`.
    init(maximumBytes: Int, lifetime: Duration = .seconds(600)) {
        self.maximumBytes = maximumBytes
        self.lifetime = lifetime
    }

    /// Bytes that are kept.
    var byteCount: Int { state.withLockedValue { $0.bytes } }

    /// The bytes of `image` if they are kept and, at `now`, not too old.
    func bytes(of image: ConfiguredImage, at now: ContinuousClock.Instant = .now) -> [UInt8]? {
        state.withLockedValue { state in
            guard let entry = state.entries[image] else { return nil }
            guard now - entry.fetched < lifetime else {
                Self.remove(image, &state)
                return nil
            }
            state.uses += 1
            state.entries[image]?.lastUse = state.uses
            return entry.bytes
        }
    }

    /// Keeps `bytes`, fetched at `now`, unless they alone are too many.
    func keep(_ bytes: [UInt8], of image: ConfiguredImage, at now: ContinuousClock.Instant = .now) {
        guard bytes.count <= maximumBytes else { return }
        state.withLockedValue { state in
            Self.remove(image, &state)
            state.uses += 1
            state.entries[image] = Entry(bytes: bytes, fetched: now, lastUse: state.uses)
            state.bytes += bytes.count
            while state.bytes > maximumBytes,
                let oldest = state.entries.min(by: { $0.value.lastUse < $1.value.lastUse })?.key
            {
                Self.remove(oldest, &state)
            }
        }
    }

    private static func remove(_ image: ConfiguredImage, _ state: inout State) {
        guard let entry = state.entries.removeValue(forKey: image) else { return }
        state.bytes -= entry.bytes.count
    }
}
