import CIDN2

/// Names of hosts in letters of any script, in the form in which name servers know them.
enum HostName {
    /// `xn--bcher-kva.example` for `Bücher.example`: mapped by UTS 46, non-transitionally, then checked and written by IDNA 2008.
    /// `nil` for a name that can't be written so. What is ASCII already only gets small letters.
    ///
    /// What comes out is ASCII, and may hold anything else that a host may not.
    static func ascii(_ name: some StringProtocol) -> String? {
        guard !name.utf8.allSatisfy({ $0 < 0x80 }) else { return name.lowercased() }
        // The library counts no further than the longest name.
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
