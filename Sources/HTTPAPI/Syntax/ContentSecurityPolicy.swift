/// Values of the `Content-Security-Policy` header (W3C CSP Level 3).
package enum ContentSecurityPolicy {
    /// For answers that may be SVG: opened as a page, they run no script, load nothing from elsewhere, and have an
    /// origin of their own. Styles inside the document are needed to draw it.
    package static let image = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
}
