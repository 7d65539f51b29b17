internal import NIOCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// What separates two parts: a line end, two hyphens and the boundary.
struct MultipartDelimiter: Sendable {
    static let lineEnd: [UInt8] = [0x0D, 0x0A]

    /// Where a search ended, in bytes from the reader index.
    enum SearchResult: Equatable {
        case found(offset: Int)
        /// No whole delimiter. One can begin at `before` at the earliest; everything up to there is content.
        case absent(before: Int)

        var offset: Int {
            switch self {
            case .found(let offset), .absent(let offset): offset
            }
        }
    }

    enum Match { case whole, partial, none }

    private let bytes: [UInt8]

    /// - Throws: `malformedHeader` if `boundary` breaks RFC 2046, 5.1.1: 1 to 70 of its characters, no space at the
    ///   end.
    init(boundary: String) throws(BodyError) {
        guard 1...70 ~= boundary.utf8.count, boundary.last != " ",
            boundary.unicodeScalars.allSatisfy(Self.isBoundaryCharacter)
        else {
            throw BodyError(
                .malformedHeader,
                "A boundary must have 1 to 70 letters, digits, spaces or '()+_,-./:=?, not ending in a space.")
        }
        bytes = Self.lineEnd + Array("--\(boundary)".utf8)
    }

    var count: Int { bytes.count }

    /// Where the first delimiter in the readable bytes of `buffer` is, or could begin.
    ///
    /// Jumps from CR to CR: a delimiter has one at its start and nowhere else, and in compressed data one byte in 256
    /// is one.
    func search(_ buffer: ByteBuffer) -> SearchResult {
        buffer.withUnsafeReadableBytes { readable in
            guard let start = readable.baseAddress else { return .absent(before: 0) }
            var offset = 0
            while let hit = memchr(start + offset, 0x0D, readable.count - offset) {
                offset = UnsafeRawPointer(hit) - start
                // A run of CRs is skipped here: a call for each of them would be ten times slower.
                while offset + 1 < readable.count, readable[offset] == 0x0D, readable[offset + 1] == 0x0D {
                    offset += 1
                }
                let length = min(count, readable.count - offset)
                if memcmp(start + offset, bytes, length) == 0 {
                    return length == count ? .found(offset: offset) : .absent(before: offset)
                }
                offset += 1
            }
            return .absent(before: readable.count)
        }
    }

    /// Whether the readable bytes of `buffer` begin with the delimiter, or, if they are too few, match its beginning.
    func match(_ buffer: ByteBuffer) -> Match {
        let prefix = buffer.readableBytesView.prefix(count)
        guard bytes.starts(with: prefix) else { return .none }
        return prefix.count == count ? .whole : .partial
    }

    private static func isBoundaryCharacter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9": true
        default: "'()+_,-./:=? ".unicodeScalars.contains(scalar)
        }
    }
}
