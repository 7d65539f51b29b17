import HTTPTypes
package import Settings
import Sources

/// The headers of a request that are passed on to the source's origin.
package struct HeaderPassthrough: Sendable, Hashable {
    /// As they were configured; none by default.
    package private(set) var names: [String] = []

    package init() {}

    /// - Throws: `SettingsError`, naming the setting.
    package init(reading settings: SettingsReader) throws(SettingsError) {
        settings.group("URLs")
        let key = "pass-request-headers"
        names = try settings.list(
            key, valueName: "NAME",
            help:
                "Headers of a request for an image that go on to its source, such as Authorization; answers then vary "
                + "by them. Safe only when URLs are signed or sources are limited (allowed-sources).")
        for name in names where !OriginHeader.mayGoOut(name) {
            throw settings.rejection(of: key, "\(name) is not a header that can be passed on")
        }
    }

    /// The ones in `headers` that are passed on.
    func headers(of headers: HTTPFields) -> [OriginHeader] {
        names.compactMap { name in
            guard let field = HTTPField.Name(name), let value = headers[field] else { return nil }
            return OriginHeader(name: name, value: value)
        }
    }
}
