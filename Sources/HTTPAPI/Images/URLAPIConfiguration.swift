package import ImageModel
package import RequestGrammar
package import Settings

/// Everything that image URLs depend on.
package struct URLAPIConfiguration: Sendable {
    let grammar: URLGrammar
    /// What paths begin with: empty, or with a slash at the start and none at the end.
    let pathPrefix: String
    let isSigned: Bool
    /// The starting point of every URL's rendition.
    package let rendition: Rendition
    package var formats = FormatNegotiation()
    package var cache = CachePolicy()
    package var fallback = FallbackConfiguration()
    package var cookies = CookiePassthrough()
    package var passedHeaders = HeaderPassthrough()
    /// Whether drawings that stay drawings are rewritten without scripts and references.
    package var sanitisesSVG = true
    /// Whether drawings become pixels even if no format is requested.
    package var alwaysRasterisesSVG = false
    /// Whether answers name their source as the canonical one.
    package var sendsCanonicalLink = false
    /// Whether answers have headers with the sizes of source and result.
    package var sendsDebugHeaders = false
    /// Whether answers about errors tell their causes.
    package var showsCauses = false

    /// - Throws: `RequestError` if presets or separator are not valid.
    package init(_ configuration: URLGrammarConfiguration = URLGrammarConfiguration()) throws(RequestError) {
        grammar = try URLGrammar(configuration)
        pathPrefix = configuration.pathPrefix.split(separator: "/").map { "/\($0)" }.joined()
        rendition = configuration.rendition
        isSigned = configuration.signatures.isChecking
    }

    /// `querySeparator` divides an object's key from its version.
    ///
    /// - Throws: `SettingsError`, naming the setting.
    package init(reading settings: SettingsReader, querySeparator: String = "?") throws(SettingsError) {
        var configuration = try URLGrammarConfiguration(reading: settings)
        configuration.sourceQuerySeparator = querySeparator
        do throws(RequestError) {
            try self.init(configuration)
        } catch {
            let key = error.code == .invalidField ? "arguments-separator" : "presets"
            throw settings.rejection(of: key, error.message, cause: error)
        }
        formats = try FormatNegotiation(reading: settings)
        cache = try CachePolicy(reading: settings)
        fallback = try FallbackConfiguration(reading: settings)
        cookies = try CookiePassthrough(reading: settings)
        passedHeaders = try HeaderPassthrough(reading: settings)
        settings.group("URLs: responses")
        sanitisesSVG = try settings.bool(
            "sanitize-svg", default: true, help: "Rewrite SVG responses without scripts and references.")
        alwaysRasterisesSVG = try settings.bool(
            "always-rasterize-svg", default: false, help: "Rasterise SVG sources even if no format is requested.")
        sendsCanonicalLink = try settings.bool(
            "canonical-header", default: false, help: "Name the source as the canonical URL in a Link header.")
        sendsDebugHeaders = try settings.bool(
            "debug-headers", default: false,
            help: "Send the sizes of source and result (X-Origin-…, X-Result-…).")
        showsCauses = try settings.bool(
            "development-errors", default: false,
            help: "Error answers also state the cause that otherwise only the log has, which may tell of the inside of "
                + "a network.")
    }
}
