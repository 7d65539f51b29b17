/// One object as it is named: the kind of store, the bucket, the key.
package struct ObjectName: Sendable, Hashable {
    package let scheme: StoreScheme
    package let bucket: String
    /// As the store knows it: not percent-encoded, with every slash that it has. At least one byte, at most 1,024.
    package let key: String

    /// The longest key, in bytes.
    static let maximumKeyBytes = 1024

    /// - Throws: `invalidName` for a key that no store takes.
    package init(scheme: StoreScheme, bucket: BucketName, key: String) throws(ObjectStoreError) {
        guard !key.isEmpty else { throw Self.invalid("names no object: write \(scheme)://bucket/key") }
        guard key.utf8.count <= Self.maximumKeyBytes else {
            throw Self.invalid("has a key of more than \(Self.maximumKeyBytes) bytes")
        }
        guard !key.utf8.contains(0) else { throw Self.invalid("has a NUL in its key") }
        self.scheme = scheme
        self.bucket = bucket.text
        self.key = key
    }

    private static func invalid(_ reason: String) -> ObjectStoreError {
        ObjectStoreError(.invalidName, "The object's name \(reason).")
    }
}

/// The name of a bucket, fit to stand in a host name or a path.
package struct BucketName: Sendable, Hashable {
    package let text: String

    /// - Throws: `invalidName` unless `text` is made of letters, digits, `.`, `-` and `_`, and begins with a letter or digit.
    package init(_ text: some StringProtocol) throws(ObjectStoreError) {
        let isSound = text.utf8.allSatisfy { byte in
            Self.isLetterOrDigit(byte) || [UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_")].contains(byte)
        }
        guard isSound, (1...255).contains(text.utf8.count), text.utf8.first.map(Self.isLetterOrDigit) == true else {
            throw ObjectStoreError(
                .invalidName, "A bucket's name has letters, digits, dots, hyphens and underscores only.")
        }
        self.text = String(text)
    }

    /// Whether the name can be the first label of a host name under a certificate for `*.host` (S3's rules of today).
    package static func isHostLabel(_ bucket: String) -> Bool {
        let isSound = bucket.utf8.allSatisfy { byte in
            isLetterOrDigit(byte) && byte & 0x20 != 0 || byte == UInt8(ascii: "-")
        }
        return isSound && (3...63).contains(bucket.utf8.count) && bucket.last != "-"
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
