import ImageModel
import TestSupport

@testable import Codecs

/// An AVIF still whose colours are said twice, by BT.601's numbers and by a profile, with what cameras write beside it:
/// libheif's writer makes no such file (ISO/IEC 23008-12; ISO/IEC 14496-12, 8.11).
struct AVIFFile {
    private let size: PixelSize
    private let configuration: [UInt8]
    private let stream: [UInt8]
    var profile: [UInt8]?
    /// From `Exif` on.
    var exif: [UInt8]?
    /// As text.
    var properties: String?

    /// A file of `picture`, RGB, with colours in full resolution.
    init(_ picture: PixelBuffer) throws {
        size = PixelSize(width: picture.width, height: picture.height)
        var options = OutputOptions.AVIF()
        options.subsampling = .off
        let writer = try PlanarAVIFWriter(size: size, layout: .full, quality: 98, options: options)
        _ = writer.write(picture.planes(.full))
        let file = try writer.finish().withUnsafeBytes { [UInt8]($0) }
        guard let primary = HEIFPrimary(of: file), let content = primary.properties.content(of: "av1C"),
            let data = primary.data
        else {
            throw CodecError(.unencodable, format: .avif)
        }
        configuration = Array(file[content])
        stream = Array(file[data])
    }

    private struct Item {
        let kind: String
        /// Behind the name.
        var content: [UInt8] = []
        let data: [UInt8]
    }

    /// The picture first.
    private var items: [Item] {
        var items = [Item(kind: "av01", data: stream)]
        // How far before the TIFF header the block begins.
        if let exif { items.append(Item(kind: "Exif", data: Self.number(6, 4) + exif)) }
        if let properties {
            let kind = Array("application/rdf+xml".utf8) + [0]
            items.append(Item(kind: "mime", content: kind, data: Array(properties.utf8)))
        }
        return items
    }

    var bytes: [UInt8] {
        let head = Self.box("ftyp", Array("avif".utf8) + [0, 0, 0, 0] + Array("avifmif1miaf".utf8))
        let first = head.count + metadata(firstByte: 0).count + 8
        return head + metadata(firstByte: first) + Self.box("mdat", items.flatMap(\.data))
    }

    private func metadata(firstByte: Int) -> [UInt8] {
        let handler: [UInt8] = [0, 0, 0, 0] + Array("pict".utf8) + [UInt8](repeating: 0, count: 13)
        let entries = items.enumerated().flatMap { (index, item) -> [UInt8] in
            let named = Self.number(index + 1, 2) + [0, 0] + Array(item.kind.utf8) + [0]
            return Self.full("infe", version: 2, named + item.content)
        }
        let references = items.indices.dropFirst().flatMap { (index) -> [UInt8] in
            Self.box("cdsc", Self.number(index + 1, 2) + [0, 1, 0, 1])
        }
        var boxes = Self.full("hdlr", handler) + Self.full("pitm", [0, 1])
        boxes += Self.full("iloc", places(from: firstByte))
        boxes += Self.full("iinf", Self.number(items.count, 2) + entries)
        if !references.isEmpty { boxes += Self.full("iref", references) }
        return Self.full("meta", boxes + Self.box("iprp", described))
    }

    /// Where each item's data lies.
    private func places(from firstByte: Int) -> [UInt8] {
        var places: [UInt8] = [0x44, 0] + Self.number(items.count, 2)
        var next = firstByte
        for (index, item) in items.enumerated() {
            places += Self.number(index + 1, 2) + [0, 0, 0, 1] + Self.number(next, 4) + Self.number(item.data.count, 4)
            next += item.data.count
        }
        return places
    }

    private var described: [UInt8] {
        var properties = [
            Self.full("ispe", Self.number(size.width, 4) + Self.number(size.height, 4)),
            Self.full("pixi", [3, 8, 8, 8]), Self.box("av1C", configuration),
            Self.box("colr", Array("nclx".utf8) + [0, 2, 0, 2, 0, 6, 0x80]),
        ]
        if let profile { properties.append(Self.box("colr", Array("prof".utf8) + profile)) }
        let indices = properties.indices.map { UInt8($0 + 1) }
        let table: [UInt8] = [0, 0, 0, 1, 0, 1, UInt8(indices.count)] + indices
        return Self.box("ipco", properties.flatMap(\.self)) + Self.full("ipma", table)
    }

    private static func number(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * (count - 1 - $0))) }
    }

    private static func box(_ type: String, _ content: [UInt8]) -> [UInt8] {
        number(content.count + 8, 4) + Array(type.utf8) + content
    }

    /// A box that begins with its version.
    private static func full(_ type: String, version: UInt8 = 0, _ content: [UInt8]) -> [UInt8] {
        box(type, [version, 0, 0, 0] + content)
    }
}
