import Foundation
import HTTPSyntax
package import Settings

extension CachePolicy {
    /// The policy that the settings describe.
    ///
    /// - Throws: `SettingsError`, naming the setting.
    package init(reading settings: SettingsReader) throws(SettingsError) {
        self.init()
        settings.group("URLs: caching")
        let lifetime = try settings.duration(
            "ttl", default: .seconds(ttl), in: .zero ... .seconds(10 * 31_536_000),
            help: "How long caches may keep a response; 0 makes them ask each time.")
        ttl = Int(lifetime.components.seconds)
        let damagedLifetime = try settings.duration(
            "damaged-ttl", default: .seconds(damagedTTL), in: .zero ... .seconds(10 * 31_536_000),
            help:
                "How long caches may keep an answer that shows a damaged source, where no other setting or header says "
                + "less; 0 lets them ask each time.")
        damagedTTL = Int(damagedLifetime.components.seconds)
        passesThrough = try settings.bool(
            "cache-control-passthrough", default: false,
            help: "The origin's Cache-Control or Expires takes precedence over ttl.")
        sendsEntityTag = try settings.bool(
            "etag", default: true, help: "Send an ETag, and answer 304 to clients that already have the response.")
        entityTagBuster = try settings.string(
            "etag-buster", default: "", help: "Part of every ETag: changing it invalidates all cached responses.")
        sendsLastModified = try settings.bool(
            "last-modified", default: true, help: "Send the Last-Modified of the source.")
        let key = "last-modified-buster"
        let text = try settings.optionalString(
            key, valueName: "DATE",
            help: "Earliest Last-Modified to send, even for older sources, such as 2026-01-31T00:00:00Z.")
        guard let text else { return }
        guard let date = Self.date(text) else {
            throw settings.rejection(of: key, "expected a date such as 2026-01-31T00:00:00Z, got \"\(text)\"")
        }
        lastModifiedBuster = date
    }

    private static func date(_ text: String) -> HTTPDate? {
        if let date = HTTPDate(text, now: HTTPDate(secondsSinceEpoch: 0)) { return date }
        // Not a date as in RFC 3339; the caller says so.
        guard let date = try? Date(text, strategy: .iso8601) else { return nil }
        return HTTPDate(secondsSinceEpoch: Int(date.timeIntervalSince1970))
    }
}
