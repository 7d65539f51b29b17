import Cryptography

/// Checks and creates path signatures: HMAC-SHA256 over salt and path, truncated, as URL-safe base64.
package struct SignatureVerifier: Sendable {
    private struct Pair: Sendable {
        let key: [UInt8]
        let salt: [UInt8]
    }

    private let pairs: [Pair]
    private let trusted: Set<String>
    private let size: Int

    /// A verifier that accepts a signature made with any pair of a key and the salt at the same index.
    ///
    /// With neither keys nor salts, every signature is accepted. `size` is the number of bytes of a signature, 1…32.
    /// The signatures in `trusted` are accepted as they are.
    ///
    /// - Throws: `invalidField` if the numbers of keys and salts differ, one of them is empty, or the size is out of
    ///   range.
    package init(
        keys: [[UInt8]] = [], salts: [[UInt8]] = [], size: Int = 32, trusted: [String] = []
    ) throws(RequestError) {
        guard (1...32).contains(size) else {
            throw RequestError(.invalidField, "signature size: expected an integer from 1 to 32, got \(size)")
        }
        guard keys.count == salts.count else {
            throw RequestError(
                .invalidField, "expected as many signature keys as salts, got \(keys.count) and \(salts.count)")
        }
        guard (keys + salts).allSatisfy({ !$0.isEmpty }) else {
            throw RequestError(.invalidField, "a signature key or salt is empty")
        }
        pairs = zip(keys, salts).map { Pair(key: $0, salt: $1) }
        self.size = size
        self.trusted = Set(trusted)
    }

    /// A verifier that accepts every signature.
    package static let unchecked = SignatureVerifier()

    private init() {
        (pairs, trusted, size) = ([], [], 32)
    }

    /// Whether signatures are checked at all.
    package var isChecking: Bool { !pairs.isEmpty }

    /// Returns if `signature` is valid for `path`, which begins with a slash. The comparison takes the same time
    /// wherever signatures differ.
    ///
    /// - Throws: `invalidSignature`.
    package func verify(_ signature: some StringProtocol, path: some StringProtocol) throws(RequestError) {
        guard isChecking else {
            guard !signature.contains(":") else {
                throw RequestError(
                    .invalidSignature,
                    "the first segment of the path is the signature, but \"\(Excerpt(signature))\" looks like an option; "
                        + "put unsafe or _ in front of it if URLs are not signed")
            }
            return
        }
        guard !isTrusted(signature) else { return }
        guard let given = Base64URL.decoded(signature) else {
            throw RequestError(.invalidSignature, "the signature is not URL-safe base64 without padding")
        }
        var matches = false
        for pair in pairs where ConstantTime.areEqual(digest(of: path, pair), given) { matches = true }
        guard matches else {
            throw RequestError(.invalidSignature, "the signature does not match the path")
        }
    }

    /// The signature of `path`, which begins with a slash, by the first pair; `nil` without keys.
    package func signature(of path: some StringProtocol) -> String? {
        pairs.first.map { Base64URL.encoded(digest(of: path, $0)) }
    }

    private func digest(of path: some StringProtocol, _ pair: Pair) -> [UInt8] {
        Array(HMACSHA256.code(for: pair.salt + Array(path.utf8), key: pair.key).prefix(size))
    }

    /// Compares with all of them, each in full.
    private func isTrusted(_ signature: some StringProtocol) -> Bool {
        let given = Array(signature.utf8)
        return trusted.reduce(false) { ConstantTime.areEqual(Array($1.utf8), given) || $0 }
    }
}

extension SignatureVerifier: CustomReflectable, CustomStringConvertible {
    /// States how many pairs there are, and nothing about them.
    package var description: String { "signatures by \(pairs.count) keys" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
