import Cryptography
package import Settings

extension SignatureVerifier {
    private static let (keysKey, saltsKey, trustedKey) = ("url-keys", "url-salts", "trusted-signatures")

    /// The verifier that the settings give. With half a pair, keys without salts or salts without keys, it lets every
    /// signature pass, which `warning(in:)` tells.
    ///
    /// - Throws: `SettingsError`, naming the setting: for what is no key, for numbers that differ, and for anything less
    ///   than whole pairs where signatures are required.
    init(reading settings: SettingsReader) throws(SettingsError) {
        let keys = try Self.bytes(
            settings, Self.keysKey,
            help: "Keys of URL signatures, in hexadecimal, with commas between; all URLs are let in "
                + "when there are none.")
        let salts = try Self.bytes(
            settings, Self.saltsKey, help: "Salts of URL signatures, in hexadecimal, one for each key.")
        let size = try settings.int(
            "signature-bytes", default: 32, in: 1...32, help: "Bytes of a signature; the rest is cut off.")
        let trusted = try settings.list(Self.trustedKey, help: "Texts that are let in as signatures of any URL.")
        let isRequired = try settings.bool(
            "require-signature", default: false,
            help: "Refuse to start unless there are keys and salts for the signatures of URLs.")
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

    /// What whoever starts the service should know when all URLs are let in although the settings look as if they were
    /// checked; `nil` otherwise. To be called when the settings have been read.
    package static func warning(in settings: SettingsReader) -> String? {
        [keysKey, saltsKey, trustedKey].contains { isSet($0, in: settings) } ? gap(in: settings) : nil
    }

    /// What is missing for signatures to be checked, and how to set it; `nil` when nothing is.
    private static func gap(in settings: SettingsReader) -> String? {
        let (keys, salts) = (waysToSet(keysKey, "IMGPROXY_KEY"), waysToSet(saltsKey, "IMGPROXY_SALT"))
        return switch (isSet(keysKey, in: settings), isSet(saltsKey, in: settings)) {
        case (true, true): nil
        case (true, false): "\(keysKey) is set, but \(saltsKey) is not; set one salt for each key with \(salts)"
        case (false, true): "\(saltsKey) is set, but \(keysKey) is not; set one key for each salt with \(keys)"
        case (false, false): "neither \(keysKey) nor \(saltsKey) is set; set both, with \(keys), and \(salts)"
        }
    }

    /// Whether anybody has set `key`. A value that holds nothing has been refused by then, so there is something in it.
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
        // An empty entry counts: left out, it would pair the keys behind it with other keys' salts.
        for entry in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let bytes = HexText.bytes(entry.filter { !$0.isWhitespace }) else {
                throw settings.rejection(of: key, "expected an even number of hexadecimal digits, with commas between")
            }
            guard !bytes.isEmpty else {
                throw settings.rejection(of: key, "entry \(lists.count + 1) is empty; fill it in, or leave \(key) out")
            }
            lists.append(bytes)
        }
        return lists
    }
}
