internal import Cryptography

/// The value of an `ETag` header: one version of one representation (RFC 9110, 8.8.3).
package struct EntityTag: Sendable, Hashable, CustomStringConvertible {
    /// The text between the quotes.
    package let opaque: String
    /// Whether it promises only an equal meaning, not equal bytes.
    package let isWeak: Bool

    /// Reads `"abc"` or `W/"abc"`; `nil` for anything else, including blanks or controls between the quotes.
    package init?(_ text: String) {
        let isWeak = text.hasPrefix("W/")
        let quoted = Array((isWeak ? text.dropFirst(2) : text[...]).utf8)
        guard quoted.count >= 2, quoted.first == UInt8(ascii: "\""), quoted.last == UInt8(ascii: "\""),
            quoted[1..<(quoted.count - 1)].allSatisfy(Self.isTagByte)
        else { return nil }
        self.init(opaque: String(decoding: quoted[1..<(quoted.count - 1)], as: UTF8.self), isWeak: isWeak)
    }

    /// The tag of what `parts` determine: the source's own validator, the options, the format. Equal parts give equal
    /// tags: 128 bits of SHA-256 over each part, preceded by its length so that no two lists look the same.
    package init(of parts: [String], isWeak: Bool = false) {
        var hash = SHA256.function()
        for part in parts { hash.update("\(part.utf8.count):\(part)".utf8) }
        self.init(opaque: HexText.text(hash.finalize().prefix(16)), isWeak: isWeak)
    }

    private init(opaque: String, isWeak: Bool) {
        self.opaque = opaque
        self.isWeak = isWeak
    }

    /// The same with `suffix` added to the text between the quotes; `nil` if a tag may not contain it.
    package func followed(by suffix: String) -> EntityTag? {
        suffix.utf8.allSatisfy(Self.isTagByte) ? EntityTag(opaque: opaque + suffix, isWeak: isWeak) : nil
    }

    package var description: String { (isWeak ? "W/" : "") + "\"\(opaque)\"" }

    /// RFC 9110, 8.8.3.2: the same, weak or strong.
    package func weaklyMatches(_ other: EntityTag) -> Bool {
        opaque == other.opaque
    }

    /// `etagc`
    static func isTagByte(_ byte: UInt8) -> Bool {
        byte == 0x21 || (0x23...0x7E).contains(byte) || byte >= 0x80
    }
}

/// The value of an `If-None-Match` header (RFC 9110, 13.1.2).
package enum EntityTagCondition: Sendable, Hashable {
    /// `*`: anything that exists.
    case any
    case tags([EntityTag])

    /// Reads `*` or a list of tags; several headers are joined with commas. `nil` if any of it breaks the grammar: the
    /// condition is ignored then.
    package init?(_ text: String) {
        let text = Self.trimmed(text[...])
        if text == "*" {
            self = .any
            return
        }
        var tags: [EntityTag] = []
        var rest = text
        while !rest.isEmpty {
            // Tags may contain commas, so the list cannot be split at them.
            guard let open = rest.firstIndex(of: "\""),
                let close = rest[rest.index(after: open)...].firstIndex(of: "\""),
                let tag = EntityTag(String(rest[...close]))
            else { return nil }
            tags.append(tag)
            rest = Self.trimmed(rest[rest.index(after: close)...])
            guard rest.isEmpty || rest.first == "," else { return nil }
            while rest.first == "," { rest = Self.trimmed(rest.dropFirst()) }
        }
        guard !tags.isEmpty else { return nil }
        self = .tags(tags)
    }

    /// Whether the client already has the representation with `tag`.
    package func matches(_ tag: EntityTag) -> Bool {
        switch self {
        case .any: true
        case .tags(let tags): tags.contains { $0.weaklyMatches(tag) }
        }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        text.drop { $0 == " " || $0 == "\t" }
    }
}
