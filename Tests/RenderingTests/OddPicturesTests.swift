import Codecs
import ImageModel
import Rendering
import TestSupport
import Testing

/// A card of twelve colours in a file of an odd kind, and how it has to look (Scripts/make-picture-fixtures.py).
struct OddPicture: Sendable, CustomTestStringConvertible {
    static let columns = 4
    static let side = 16

    let file: String
    /// By what the colours are known.
    let known: String
    let tolerance: Int
    /// Red, green, blue and alpha on a screen, row by row.
    let cells: [[Int]]

    var testDescription: String { file }

    func bytes() throws -> [UInt8] { try RepositoryFiles.fixture("pictures/\(file)") }

    /// A table that can't be read gives none, which a test of its own finds.
    static let all: [OddPicture] = {
        let table = try? ManifestFile(contentsOf: "\(RepositoryFiles.fixtures)/pictures/facts.csv")
        return (table?.rows ?? []).compactMap { row in
            guard let tolerance = row.number("tolerance") else { return nil }
            let digits = row["cells"]
            let values = stride(from: 0, to: digits.utf8.count, by: 2).compactMap {
                Int(String(digits.dropFirst($0).prefix(2)), radix: 16)
            }
            let cells = stride(from: 0, to: values.count, by: 4).map { Array(values[$0..<($0 + 4)]) }
            return OddPicture(file: row["file"], known: row["colours"], tolerance: tolerance, cells: cells)
        }
    }()

    /// The cells that look otherwise in the middle, in a picture of `scale` of the card's size.
    func mistakes(in picture: PixelBuffer, scale: Double, tolerance: Int) -> [String] {
        let pixels = picture.withBands(4)
        return cells.enumerated().compactMap { index, wanted in
            let middle = { (cell: Int) in Int((Double(cell) + 0.5) * Double(Self.side) * scale) }
            let found = pixels[middle(index % Self.columns), middle(index / Self.columns)].map(Int.init)
            // The colour of what can't be seen is of no account; that of what can hardly be seen, of little.
            let allowed = wanted[3] == 0 ? 255 : wanted[3] < 100 ? tolerance * 3 : tolerance
            let isRight =
                zip(found, wanted).dropLast().allSatisfy { abs($0 - $1) <= allowed }
                && abs(found[3] - wanted[3]) <= tolerance
            return isRight ? nil : "\(index): \(found), not \(wanted)"
        }
    }
}

@Suite(.computing) struct OddPicturesTests {
    @Test("there are pictures, and each has twelve cells")
    func table() {
        #expect(OddPicture.all.count > 30)
        #expect(OddPicture.all.allSatisfy { $0.cells.count == 12 })
    }

    @Test("a picture of an odd kind has the colours that were drawn", arguments: OddPicture.all)
    func natural(picture: OddPicture) throws {
        let pixels = try renderedPixels(try picture.bytes())
        #expect(picture.mistakes(in: pixels, scale: 1, tolerance: picture.tolerance) == [])
    }

    @Test("so it has at half its size, which planes and libvips make", arguments: OddPicture.all)
    func halved(picture: OddPicture) throws {
        var rendition = Rendition(width: OddPicture.columns * OddPicture.side / 2, format: .png)
        // Few colours are another matter.
        rendition.output.png.quantises = false
        let pixels = try PixelBuffer(decoding: try render(try picture.bytes(), [rendition]).images[0])
        #expect(picture.mistakes(in: pixels, scale: 0.5, tolerance: picture.tolerance + 3) == [])
    }

    @Test("so it has when light is mixed, and with its profile kept", arguments: OddPicture.all)
    func otherWays(picture: OddPicture) throws {
        var light = Rendition(width: 32, format: .png)
        light.mixing = .light
        var profiled = Rendition(width: 32, format: .png)
        profiled.output.stripsProfile = false
        profiled.output.stripsMetadata = false
        for var rendition in [light, profiled] {
            rendition.output.png.quantises = false
            let pixels = try PixelBuffer(decoding: try render(try picture.bytes(), [rendition]).images[0])
            #expect(picture.mistakes(in: pixels, scale: 0.5, tolerance: picture.tolerance + 4) == [])
        }
    }

    @Test("every other format is made of it", arguments: OddPicture.all)
    func written(picture: OddPicture) throws {
        let formats: [ImageFormat] = [.jpeg, .webp, .avif, .gif, .tiff, .jxl]
        let result = try render(try picture.bytes(), formats.map { Rendition(width: 32, format: $0) })
        #expect(result.images.map(\.format) == formats)
    }

    @Test("the header says by what the colours are known", arguments: OddPicture.all)
    func colours(picture: OddPicture) throws {
        #expect(try Renderer.header(of: try picture.bytes()).colours.description == picture.known)
    }

    @Test("an author named in a TIFF file is kept")
    func copyright() throws {
        var rendition = Rendition(width: 20, format: .jpeg)
        rendition.output.keepsCopyright = true
        let file = try render(try RepositoryFiles.fixture("pictures/copyright.tif"), [rendition]).images[0].fileBytes
        let exif = try ImageDecoder.withImage(of: file, format: .jpeg) { (image) throws(CodecError) in image.exif ?? []
        }
        let text = String(decoding: exif, as: UTF8.self)
        #expect(text.contains("Jane Doe"))
        #expect(text.contains("2020 Jane Doe"))
    }

    @Test("a drawing in UTF-16, behind a long comment, or with a picture of the name image/jpg is drawn")
    func drawings() throws {
        let jpeg = try PixelBuffer(width: 8, height: 8, bands: 3) { _, _ in [200, 30, 40] }.encoded(as: .jpeg)
        let picture = "<image width='8' height='8' href='data:image/jpg;base64,\(base64(jpeg))'/>"
        let plain = "<svg xmlns='http://www.w3.org/2000/svg' width='8' height='8'>\(picture)</svg>"
        let declared = "\u{FEFF}<?xml version='1.0' encoding='UTF-16'?>\(plain)"
        let wide = declared.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        let comment = "<!--" + String(repeating: " a licence", count: 3000) + "-->"
        for bytes in [Array(plain.utf8), wide, Array((comment + plain).utf8)] {
            let middle = try renderedPixels(bytes).withBands(4)[4, 4].map(Int.init)
            #expect(zip(middle, [200, 30, 40, 255]).allSatisfy { abs($0 - $1) < 4 }, "\(middle)")
        }
    }

    private func base64(_ bytes: [UInt8]) -> String {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var text = ""
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let part = bytes[start..<min(start + 3, bytes.count)]
            let value = part.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - part.count))
            for place in 0..<4 { text.append(place <= part.count ? digits[value >> (18 - 6 * place) & 63] : "=") }
        }
        return text
    }
}
