/// Words of a store that are shown: its error codes.
enum StoreWord {
    /// `word` if it is one: letters, digits, dots and underscores, 64 at the most.
    static func checked(_ word: String?) -> String? {
        guard let word, (1...64).contains(word.utf8.count),
            word.utf8.allSatisfy({ byte in
                byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte)
                    || (0x61...0x7A).contains(byte | 0x20)
            })
        else { return nil }
        return word
    }
}
