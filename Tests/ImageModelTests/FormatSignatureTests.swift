import Testing

@testable import ImageModel

@Suite struct FormatSignatureTests {
    /// A signature, followed by meaningless bytes.
    private static func head(_ signature: [UInt8]) -> [UInt8] { signature + [UInt8](repeating: 0x55, count: 64) }

    /// An ISO base media file's first box: its brands, the first one the major brand.
    private static func fileType(_ brands: [String]) -> [UInt8] {
        let rest = Array("ftyp\(brands[0])".utf8) + [0, 0, 0, 0] + brands.dropFirst().flatMap(\.utf8)
        return head([0, 0, 0, UInt8(rest.count + 4)] + rest)
    }

    private static let signatures: [([UInt8], ImageFormat)] = [
        ([0xFF, 0xD8, 0xFF, 0xE0], .jpeg), ([0xFF, 0xD8, 0xFF, 0xDB], .jpeg),
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], .png),
        (Array("GIF87a".utf8), .gif), (Array("GIF89a".utf8), .gif),
        (Array("RIFF".utf8) + [1, 2, 3, 4] + Array("WEBPVP8 ".utf8), .webp),
        ([0x49, 0x49, 0x2A, 0], .tiff), ([0x4D, 0x4D, 0, 0x2A], .tiff),
        ([0x49, 0x49, 0x2B, 0, 8, 0, 0, 0], .tiff), ([0x4D, 0x4D, 0, 0x2B, 0, 8, 0, 0], .tiff),
        ([0xFF, 0x0A], .jxl), ([0, 0, 0, 0x0C, 0x4A, 0x58, 0x4C, 0x20, 0x0D, 0x0A, 0x87, 0x0A], .jxl),
        (Array("BM".utf8), .bmp), ([0, 0, 1, 0, 1, 0], .ico),
    ]

    @Test("Each format is recognised by its leading bytes", arguments: signatures)
    func binary(signature: [UInt8], format: ImageFormat) {
        #expect(ImageFormat(signatureOf: Self.head(signature)) == format)
    }

    @Test("A truncated signature is not recognised", arguments: signatures)
    func truncated(signature: [UInt8], format: ImageFormat) {
        let shortest: [ImageFormat: Int] = [.jpeg: 3, .jxl: 2, .webp: 12, .bmp: 18, .ico: 22]
        let needed = signature.starts(with: [0, 0, 0, 0x0C]) ? 12 : shortest[format] ?? signature.count
        let whole = Self.head(signature)
        #expect(ImageFormat(signatureOf: whole.prefix(needed)) == format)
        for length in 0..<needed { #expect(ImageFormat(signatureOf: whole.prefix(length)) == nil, "\(length) bytes") }
    }

    @Test(
        "ISO base media files are recognised by their brands, the major one or a compatible one",
        arguments: [
            (["avif"], ImageFormat.avif), (["avis", "msf1"], .avif), (["mif1", "miaf", "avif"], .avif),
            (["heic", "mif1"], .heic), (["mif1", "heic"], .heic), (["msf1", "hevc"], .heic), (["heix"], .heic),
        ])
    func brands(brands: [String], format: ImageFormat) {
        #expect(ImageFormat(signatureOf: Self.fileType(brands)) == format)
    }

    @Test(
        "Other ISO base media files are not recognised",
        arguments: [["mp42", "isom"], ["qt  "], ["jp2 "], ["crx ", "isom"]])
    func otherBrands(brands: [String]) {
        #expect(ImageFormat(signatureOf: Self.fileType(brands)) == nil)
    }

    @Test("A box that declares any length is read within its bytes", arguments: [0, 1, 3, 8, 11, 12, 15, 16, 255])
    func lyingBox(length: UInt8) {
        let bytes: [UInt8] = [0xFF, 0xFF, 0xFF, length] + Array("ftypavif".utf8)
        #expect(ImageFormat(signatureOf: bytes) == .avif)
        #expect(ImageFormat(signatureOf: [0, 0, 0, length] + Array("ftypmp42".utf8) + [1, 2, 3]) == nil)
    }

    @Test(
        "The root element of a drawing is found after anything that may precede it",
        arguments: [
            "<svg/>", "<svg xmlns='http://www.w3.org/2000/svg'>", "\u{FEFF}<svg>", " \r\n\t<svg>",
            "<?xml version='1.0'?><svg>", "<!-- a > b <svg -- --><svg>", "<!--><!--><svg>-->  <svg >",
            "<!DOCTYPE svg><svg>", "<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'svg11.dtd'>\n<svg>",
            "<!DOCTYPE svg [<!ENTITY a '>'> <!ENTITY b 'c'>]>\n<svg>", "<svg:svg xmlns:svg='…'>",
            "\u{FEFF}<?xml version='1.0'?>\n<!-- x -->\n<!DOCTYPE svg>\n<!-- y -->\n<svg width='1'>",
        ])
    func drawings(text: String) {
        #expect(ImageFormat(signatureOf: Array(text.utf8)) == .svg)
    }

    @Test(
        "Other texts are not drawings",
        arguments: [
            "", "<", "svg", "<svgx>", "<html><svg></svg></html>", "<!DOCTYPE html><html><svg/></html>", "<!-- <svg>",
            "<?xml version='1.0'", "<!DOCTYPE svg [ <!ENTITY a 'b'>", "plain text <svg>", "{\"svg\": 1}", "<xsvg>",
        ])
    func otherTexts(text: String) {
        #expect(ImageFormat(signatureOf: Array(text.utf8)) == nil)
    }

    @Test("A root element beyond the bytes that are examined is not found")
    func farRoot() {
        let space = String(repeating: " ", count: ImageFormat.drawingSignatureBytes - 4)
        #expect(ImageFormat(signatureOf: Array((space + "<svg>").utf8)) == .svg)
        #expect(ImageFormat(signatureOf: Array((space + " <svg>").utf8)) == nil)
    }

    @Test("a drawing in UTF-16 with a byte order mark is found", arguments: [true, false])
    func wideDrawing(isLittleEndian: Bool) {
        let units = "\u{FEFF}<?xml version='1.0' encoding='UTF-16'?><!-- x --><svg>".utf16
        let bytes = units.flatMap { unit -> [UInt8] in
            let (high, low) = (UInt8(unit >> 8), UInt8(truncatingIfNeeded: unit))
            return isLittleEndian ? [low, high] : [high, low]
        }
        #expect(ImageFormat(signatureOf: bytes) == .svg)
        #expect(ImageFormat(signatureOf: Array(bytes.dropFirst(2))) == nil)
        #expect(UTF16Text.utf8Document(bytes) == Array("<!-- x --><svg>".utf8))
    }

    @Test("Only the beginning counts: appended or hidden content changes nothing")
    func polyglots() {
        let html = Array("<html><script>alert(1)</script></html>".utf8)
        #expect(ImageFormat(signatureOf: [0xFF, 0xD8, 0xFF, 0xFE] + html) == .jpeg)
        #expect(ImageFormat(signatureOf: html + [0xFF, 0xD8, 0xFF, 0xFE]) == nil)
        #expect(ImageFormat(signatureOf: Array("GIF89a/*<svg>*/".utf8)) == .gif)
    }

    @Test(
        "Formats without a decoder are refused: gzip, JPEG 2000, PDF, PostScript, portable pixmaps, PSD, MIFF",
        arguments: [
            [0x1F, 0x8B, 0x08, 0], [0xFF, 0x4F, 0xFF, 0x51], Array("%PDF-1.7".utf8), Array("%!PS-Adobe".utf8),
            Array("P6\n1 1\n255\n".utf8), Array("8BPS".utf8), Array("id=ImageMagick".utf8), Array("RIFF0000WAVE".utf8),
        ])
    func refused(signature: [UInt8]) {
        #expect(ImageFormat(signatureOf: Self.head(signature)) == nil)
    }
}
