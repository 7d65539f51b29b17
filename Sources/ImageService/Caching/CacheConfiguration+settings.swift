import Caching
package import Settings

extension CacheConfiguration {
    /// What the settings give.
    ///
    /// - Throws: `SettingsError`, naming the setting.
    package init(reading settings: SettingsReader) throws(SettingsError) {
        self.init()
        settings.group("Cache")
        try readTiers(settings)
        minimumFreeBytes = try settings.bytes(
            "cache-min-free", default: minimumFreeBytes, in: 0...(1 << 50),
            help: "What the disk cache leaves free on its file system.")
        try readLifetimes(settings)
    }

    private mutating func readTiers(_ settings: SettingsReader) throws(SettingsError) {
        let key = "cache"
        let text = try settings.optionalString(
            key, valueName: "TIER=…,TIER=…",
            help:
                "Where answers are kept for the next request: memory=64MiB, which is part of memory-limit and gives way to "
                + "work; disk=/var/cache/stillwater:20GiB; or both.")
        guard let text else { return }
        for tier in text.split(separator: ",") {
            guard let reason = take(tier.trimmingPrefix { $0 == " " }) else { continue }
            throw settings.rejection(of: key, reason)
        }
    }

    /// Takes over one tier; what is wrong with it, if something is.
    private mutating func take(_ tier: Substring) -> String? {
        let parts = tier.split(separator: "=", maxSplits: 1)
        guard parts.count == 2 else { return "expected tiers such as memory=64MiB, got \"\(tier)\"" }
        switch parts[0] {
        case "memory":
            guard let bytes = ByteCountText.value(of: String(parts[1])) else {
                return "expected memory=SIZE such as memory=64MiB, got \"\(tier)\""
            }
            memoryBytes = bytes
        case "disk":
            guard let colon = parts[1].lastIndex(of: ":"), parts[1].first == "/",
                let bytes = ByteCountText.value(of: String(parts[1][parts[1].index(after: colon)...])), bytes > 0
            else {
                return "expected disk=/FOLDER:SIZE such as disk=/var/cache/stillwater:20GiB, got \"\(tier)\""
            }
            disk = Disk(path: String(parts[1][..<colon]), bytes: bytes)
        default: return "there is no tier \"\(parts[0])\"; there are memory and disk"
        }
        return nil
    }

    private mutating func readLifetimes(_ settings: SettingsReader) throws(SettingsError) {
        let most = Duration.seconds(10 * 31_536_000)
        func seconds(_ key: String, _ preset: Int, _ help: String) throws(SettingsError) -> Int {
            let duration = try settings.duration(key, default: .seconds(preset), in: .zero...most, help: help)
            return Int(duration.components.seconds)
        }
        rules.usual = try seconds(
            "cache-ttl", rules.usual, "How long an answer is fresh whose source's origin says nothing.")
        rules.shortest = try seconds(
            "cache-ttl-min", rules.shortest, "How long an answer is fresh at least, whatever the origin says.")
        rules.longest = try seconds(
            "cache-ttl-max", rules.longest, "How long an answer is fresh at most, whatever the origin says.")
        let fixed = try settings.optional(
            "cache-ttl-fixed", .duration(in: .zero...most), unset: "the origin decides",
            help: "How long every answer is fresh, whatever its origin says.")
        rules.fixed = fixed.map { Int($0.components.seconds) }
        rules.staleWhileRevalidate = try seconds(
            "cache-stale-while-revalidate", rules.staleWhileRevalidate,
            "How long a stale answer is still used while it is renewed, unless the origin says it.")
        rules.staleIfError = try seconds(
            "cache-stale-if-error", rules.staleIfError,
            "How long a stale answer is used when it cannot be renewed, unless the origin says it.")
        rules.keepsPrivate = try settings.bool(
            "cache-private", default: false,
            help: "Also keep what its origin calls private, and what was fetched with a client's headers or cookies.")
        rules.ignoresNoStore = try settings.bool(
            "cache-no-store", default: false, help: "Also keep what its origin forbids to store.")
    }
}
