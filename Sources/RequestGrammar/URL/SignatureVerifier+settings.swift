import Cryptography
package import Settings

extension SignatureVerifier {
    private static let (keysKey, saltsKey, trustedKey) = ("url-keys", "url-salts", "trusted-signatures")

    /// The verifier for the settings. With keys but no salts, or salts but no keys, it accepts every signature, which
    /// `warning(in:)` reports.
    ///
    /// - Throws: `SettingsError`, naming the setting: for an invalid key, for different numbers of keys and salts, and
    ///   for anything less than whole pairs if signatures are required.
    init(reading settings: SettingsReader) throws(SettingsError) {
        let keys = try Self.bytes(
            settings, Self.keysKey,
            help: "Keys for URL signatures, in hexadecimal, separated by commas; without keys, all URLs are "
                + "accepted.")
        let salts = try Self.bytes(
            settings, Self.saltsKey, help: "Salts for URL signatures, in hexadecimal, one for each key.")
        let size = try settings.int(
            "signature-bytes", default: 32, in: 1...32, help: "Length to which signatures are truncated, in bytes.")
        let trusted = try settings.list(Self.trustedKey, help: "Texts that are accepted as the signature of any URL.")
        let isRequired = try settings.bool(
            "require-signature", default: false,
            help: "Refuse to start unless keys and salts for URL signatures are set.")
        if isRequired, let gap = Self.gap(in: settings) {
            throw settings.rejection(of: "require-signature", gap)
        }
        let isHalf = keys.isEmpty || salts.isEmpty
        guard isHalf || keys.count == salts.count else {
            throw settings.rejection(
                of: keys.count < salts.count ? Self.keysKey : Self.saltsKey,
                "expected one salt for each key, got \(keys.count) \(Self.keysKey) and \(salts.count) \(Self.saltsKey)")
        }
        do throws(RequestError) {
            try self.init(keys: isHalf ? [] : keys, salts: isHalf ? [] : salts, size: size, trusted: trusted)
        } catch {
            throw settings.rejection(of: Self.keysKey, error.message, cause: error)
        }
    }

    /// A warning for the operator if all URLs are accepted although the settings look as if signatures were checked;
    /// `nil` otherwise. Call it after reading the settings.
    package static func warning(in settings: SettingsReader) -> String? {
        [keysKey, saltsKey, trustedKey].contains { isSet($0, in: settings) } ? gap(in: settings) : nil
    }

    /// What is missing before signatures can be checked, and how to set it; `nil` if nothing is.
    private static func gap(in settings: SettingsReader) -> String? {
        let (keys, salts) = (waysToSet(keysKey, "IMGPROXY_KEY"), waysToSet(saltsKey, "IMGPROXY_SALT"))
        return switch (isSet(keysKey, in: settings), isSet(saltsKey, in: settings)) {
        case (true, true): nil
        case (true, false): "\(keysKey) is set, but \(saltsKey) is not; set one salt for each key with \(salts)"
        case (false, true): "\(saltsKey) is set, but \(keysKey) is not; set one key for each salt with \(keys)"
        case (false, false): "neither \(keysKey) nor \(saltsKey) is set; set both, with \(keys), and \(salts)"
        }
    }

    /// Whether `key` is set. An empty value has been refused by then, so it is not empty.
    private static func isSet(_ key: String, in settings: SettingsReader) -> Bool {
        settings.origin(of: key).map { $0 != .standard } ?? false
    }

    private static func waysToSet(_ key: String, _ alternative: String) -> String {
        "--\(key), STILLWATER_\(key.uppercased().replacing("-", with: "_")) or \(alternative)"
    }

    private static func bytes(
        _ settings: SettingsReader, _ key: String, help: String
    ) throws(SettingsError) -> [[UInt8]] {
        guard let text = try settings.secret(key, help: help)?.revealed else { return [] }
        var lists: [[UInt8]] = []
        // An empty entry counts: dropping it would pair the keys after it with other keys' salts.
        for entry in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let bytes = HexText.bytes(entry.filter { !$0.isWhitespace }) else {
                throw settings.rejection(
                    of: key, "expected an even number of hexadecimal digits in each entry, separated by commas")
            }
            guard !bytes.isEmpty else {
                throw settings.rejection(of: key, "entry \(lists.count + 1) is empty; fill it in, or remove \(key)")
            }
            lists.append(bytes)
        }
        return lists
    }
}
