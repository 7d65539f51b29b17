import HTTPSyntax

extension HeaderScanner {
    /// All `; name=value` pairs up to the end, names in lower case. A `;` with nothing behind it is allowed.
    ///
    /// - Throws: `malformedHeader`, also for a name that stands twice: readers would disagree about which one counts.
    mutating func parameters() throws(BodyError) -> [String: String] {
        var parameters: [String: String] = [:]
        skipSpace()
        while take(";") {
            skipSpace()
            guard let name = token()?.lowercased() else { continue }
            guard take("="), let value = quotedString() ?? token() else {
                throw BodyError(.malformedHeader, "The header's parameter '\(name)' has no valid value.")
            }
            guard parameters.updateValue(value, forKey: name) == nil else {
                throw BodyError(.malformedHeader, "The header has the parameter '\(name)' twice.")
            }
            skipSpace()
        }
        guard isAtEnd else {
            throw BodyError(.malformedHeader, "The header's parameters must be 'name=value', separated by ';'.")
        }
        return parameters
    }
}
