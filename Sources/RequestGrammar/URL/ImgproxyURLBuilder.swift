package import ImageModel

/// Builds signed paths for `URLGrammar` to read.
package struct ImgproxyURLBuilder: Sendable {
    /// How the source is written.
    package enum Encoding: String, Sendable, CaseIterable {
        case plain, base64
        /// With the configuration's cipher.
        case encrypted
    }

    private let configuration: URLGrammarConfiguration

    /// A builder for servers with this prefix, separator, signature keys and source key.
    package init(_ configuration: URLGrammarConfiguration = URLGrammarConfiguration()) {
        self.configuration = configuration
    }

    /// The signed path for `source` with `options`, each as written in a path: `rs:fill:300:400`, or `-` for a new
    /// pipeline. Without keys, the signature is `unsafe`.
    ///
    /// - Throws: `unknownOption`, `proOnly`, `invalidArgument` for an option; `invalidSource` if the source is empty,
    ///   or should be encrypted without a cipher.
    package func path(
        source: String, options: [String], format: ImageFormat? = nil, encoding: Encoding = .base64
    ) throws(RequestError) -> String {
        try check(options)
        guard !source.isEmpty else { throw RequestError(.invalidSource, "the source is empty") }
        let end = try encoded(source, format, encoding)
        let path = "/" + (options + [end]).joined(separator: "/")
        // Servers verify the repaired path.
        let signature = configuration.signatures.signature(of: RequestPath.repaired(path)) ?? "unsafe"
        let prefix = configuration.pathPrefix.split(separator: "/").map { "/\($0)" }.joined()
        return "\(prefix)/\(signature)\(path)"
    }

    /// The same for options separated by spaces.
    ///
    /// - Throws: as `path(source:options:format:encoding:)`.
    package func path(
        source: String, optionsText: String, format: ImageFormat? = nil, encoding: Encoding = .base64
    ) throws(RequestError) -> String {
        let options = optionsText.split(separator: " ").map(String.init)
        return try path(source: source, options: options, format: format, encoding: encoding)
    }

    private func check(_ options: [String]) throws(RequestError) {
        let separator = configuration.argumentsSeparator
        for option in options where option != "-" {
            guard option.contains(separator) else {
                throw RequestError(
                    .invalidArgument,
                    "\"\(Excerpt(option))\": expected an option and its arguments, as in width\(separator)300")
            }
            guard option.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && !"/?#@".utf8.contains($0) }) else {
                throw RequestError(
                    .invalidArgument,
                    "\"\(Excerpt(option))\": spaces, /, ?, #, @ and non-ASCII characters must be encoded"
                )
            }
            _ = try OptionTable.processing.use(of: option, separator: separator)
        }
    }

    private func encoded(_ source: String, _ format: ImageFormat?, _ encoding: Encoding) throws(RequestError) -> String
    {
        let name = format.map(\.rawValue)
        switch encoding {
        case .plain: return "plain/" + PercentText.encoded(source) + (name.map { "@\($0)" } ?? "")
        case .base64: return Base64URL.encoded(source.utf8) + (name.map { ".\($0)" } ?? "")
        case .encrypted:
            guard let cipher = configuration.cipher else {
                throw RequestError(
                    .invalidSource, "encrypting sources needs a configured key (source-url-encryption-key)")
            }
            return try "enc/" + cipher.encrypted(source) + (name.map { ".\($0)" } ?? "")
        }
    }
}
