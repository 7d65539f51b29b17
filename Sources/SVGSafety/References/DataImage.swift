internal import Foundation
internal import ImageModel

/// A raster image in a `data:` URL (RFC 2397), decoded. The only kind of embedded file that stays.
struct DataImage {
    /// JPEG, PNG, GIF or WebP, by the leading bytes and not by what the URL says.
    let format: ImageFormat
    let bytes: [UInt8]

    /// `nil` when `text` is no `data:` URL, when its media type is none of `image/png`, `image/jpeg`, `image/jpg`,
    /// `image/gif` and `image/webp`, when it cannot be decoded, or when its bytes are of another kind.
    init?(_ text: String) {
        let url = ReferenceText.normalised(text)
        guard url.prefix(5).lowercased() == "data:", let comma = url.firstIndex(of: ",") else { return nil }
        let parts = url[..<comma].dropFirst(5).lowercased().split(separator: ";", omittingEmptySubsequences: false)
            .map { $0.trimmingCharacters(in: .whitespaces) }
        guard let type = parts.first, Self.types.contains(type) else { return nil }
        let content = Self.percentDecoded(url[url.index(after: comma)...])
        let bytes = parts.dropFirst().contains("base64") ? Self.base64Decoded(content) : content
        guard let bytes, let format = ImageFormat(signatureOf: bytes), Self.formats.contains(format) else { return nil }
        self.format = format
        self.bytes = bytes
    }

    /// The URL in its plainest form, with the media type that the bytes have.
    var url: String { "data:\(format.contentType);base64,\(Data(bytes).base64EncodedString())" }

    private static let types: Set = ["image/png", "image/jpeg", "image/jpg", "image/gif", "image/webp"]
    private static let formats: Set<ImageFormat> = [.png, .jpeg, .gif, .webp]

    private static func percentDecoded(_ text: Substring) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            let digits = String(rest.prefix(2)) ?? ""
            if byte == UInt8(ascii: "%"), digits.utf8.count == 2, digits.allSatisfy(\.isHexDigit),
                let value = UInt8(digits, radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }

    /// White space inside is common and skipped; the padding may be missing.
    private static func base64Decoded(_ text: [UInt8]) -> [UInt8]? {
        var digits = text.filter { !($0 == 0x20 || (0x09...0x0D).contains($0) || $0 == UInt8(ascii: "=")) }
        while digits.count % 4 != 0 { digits.append(UInt8(ascii: "=")) }
        return Data(base64Encoded: Data(digits)).map { Array($0) }
    }
}
