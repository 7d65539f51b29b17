import NIOConcurrencyHelpers

/// The bytes of pictures that many requests use; the least recently used are removed first.
final class ImageCache: Sendable {
    /// What a picture is for.
    enum Kind: Sendable, Hashable {
        case watermark, fallback
    }

    private struct Entry {
        let kind: Kind
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
    private let maximumEntries: [Kind: Int]
    private let lifetime: Duration
    private let state = NIOLockedValueBox(State())

    /// Keeps up to `maximumBytes`, and of each kind that is named so many pictures, each of them for `lifetime`.
    init(maximumBytes: Int, maximumEntries: [Kind: Int] = [:], lifetime: Duration = .seconds(600)) {
        self.maximumBytes = maximumBytes
        self.maximumEntries = maximumEntries
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
    func keep(
        _ bytes: [UInt8], of image: ConfiguredImage, as kind: Kind, at now: ContinuousClock.Instant = .now
    ) {
        let most = maximumEntries[kind] ?? .max
        guard bytes.count <= maximumBytes, most > 0 else { return }
        state.withLockedValue { state in
            Self.remove(image, &state)
            state.uses += 1
            state.entries[image] = Entry(kind: kind, bytes: bytes, fetched: now, lastUse: state.uses)
            state.bytes += bytes.count
            while state.bytes > maximumBytes { Self.removeOldest(&state) { _ in true } }
            if state.entries.count(where: { $0.value.kind == kind }) > most {
                Self.removeOldest(&state) { $0.kind == kind }
            }
        }
    }

    private static func removeOldest(_ state: inout State, where isMeant: (Entry) -> Bool) {
        let oldest = state.entries.filter { isMeant($0.value) }.min { $0.value.lastUse < $1.value.lastUse }
        if let oldest { remove(oldest.key, &state) }
    }

    private static func remove(_ image: ConfiguredImage, _ state: inout State) {
        guard let entry = state.entries.removeValue(forKey: image) else { return }
        state.bytes -= entry.bytes.count
    }
}
