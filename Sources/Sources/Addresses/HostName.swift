import CIDN2

/// Host names in any script, in the form that name servers know.
enum HostName {
    /// `xn--bcher-kva.example` for `Bücher.example`: mapped by UTS 46, non-transitionally, then checked and written by
    /// IDNA 2008. `nil` for a name that can't be written this way. ASCII names are only converted to lower case.
    ///
    /// The result is ASCII, but may contain characters that are not allowed in hosts.
    static func ascii(_ name: some StringProtocol) -> String? {
        guard !name.utf8.allSatisfy({ $0 < 0x80 }) else { return name.lowercased() }
        // The library does not count beyond the longest name.
        guard name.utf8.count <= 1024, !name.utf8.contains(0) else { return nil }
        var result: UnsafeMutablePointer<UInt8>?
        let flags = Int32(IDN2_NFC_INPUT.rawValue | IDN2_NONTRANSITIONAL.rawValue)
        let status = String(name).withCString { text in
            text.withMemoryRebound(to: UInt8.self, capacity: name.utf8.count + 1) { idn2_lookup_u8($0, &result, flags) }
        }
        guard status == IDN2_OK.rawValue, let result else { return nil }
        defer { idn2_free(result) }
        return String(validatingCString: UnsafeRawPointer(result).assumingMemoryBound(to: CChar.self))
    }
}
