/// Why an SVG document is refused.
package struct SVGSafetyError: Error, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable, Hashable, Codable, CaseIterable {
        /// More bytes than allowed.
        case tooLarge
        /// A character encoding other than UTF-8, UTF-16 with a byte order mark, ASCII, ISO-8859 or Windows-125x.
        case unsupportedEncoding
        /// The document breaks the rules of XML.
        case malformed
        /// The DOCTYPE declares notations, or the document refers to an entity that neither XML has nor the DOCTYPE as plain text; or
        /// there are too many entities, or too much text in them.
        case entities
        /// The root element is another one than SVG's.
        case notSVG
        /// Elements are nested deeper than allowed.
        case tooDeep
        /// More elements than allowed.
        case tooManyElements
        /// A style sheet or attribute is longer than allowed.
        case styleTooLong
        /// An element has more attributes, or there are more namespace declarations in force, than allowed.
        case tooManyAttributes
        /// The images inside the document cannot be measured, or have more pixels than allowed.
        case embeddedImage
        /// The parser did not get its memory.
        case outOfMemory
    }

    package let code: Code
    /// What is wrong and what is allowed; fit for a client's eyes.
    package let message: String
    package let cause: (any Error)?

    package init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    package var description: String { message }
}
