// WebP and GIF: frames without number, canvases that are large.

extension HostileSource {
    static let webps: [HostileSource] =
        [
            HostileSource("WebP of 9999 frames of 16 pixels") { animatedWebP(frames: 9999, side: 16, canvas: 16) },
            HostileSource("WebP of 20,000 frames") { animatedWebP(frames: 20_000, side: 16, canvas: 16) },
            HostileSource("WebP of 500 frames on 10,000 × 10,000") {
                animatedWebP(frames: 500, side: 16, canvas: 10_000)
            },
            HostileSource("WebP of 400 frames of 700 × 700") { animatedWebP(frames: 400, side: 700, canvas: 700) },
            HostileSource("WebP without loss, 100 megapixels") {
                FileBytes.webp(FileBytes.riffChunk("VP8L", plainVP8L(10_000)))
            },
            HostileSource("WebP without loss, 25 megapixels") {
                FileBytes.webp(FileBytes.riffChunk("VP8L", plainVP8L(5000)))
            },
            HostileSource("WebP with 100,000 unknown chunks") {
                FileBytes.webp(
                    extendedHead(flags: 0, side: 16) + FileBytes.riffChunk("VP8L", plainVP8L(16))
                        + times(100_000, FileBytes.riffChunk("tEST")))
            },
        ]
        + exifLoops.map { loop in
            HostileSource("WebP, \(loop.name)") {
                FileBytes.webp(
                    extendedHead(flags: 0x08, side: 16) + FileBytes.riffChunk("VP8L", plainVP8L(16))
                        + FileBytes.riffChunk("EXIF", loop.block))
            }
        }

    static let gifs: [HostileSource] = [
        HostileSource("GIF of 10,000 frames of one pixel") { gif(frames: 10_000, canvas: 1) },
        HostileSource("GIF of 50,000 frames") { gif(frames: 50_000, canvas: 1) },
        HostileSource("GIF of 500 frames of one pixel on 10,000 × 10,000") { gif(frames: 500, canvas: 10_000) },
        HostileSource("GIF of 500 frames of one pixel on 630 × 630") { gif(frames: 500, canvas: 630) },
        HostileSource("GIF of 9999 frames of one pixel on 3000 × 3000") { gif(frames: 9999, canvas: 3000) },
        HostileSource("GIF of one pixel on 65,535 × 65,535") { gif(frames: 1, canvas: 65_535) },
        HostileSource("GIF with 200,000 small parts of comments") {
            Array("GIF89a".utf8) + [1, 0, 1, 0, 0x80, 0, 0] + zeros(6) + [0x21, 0xFE] + times(200_000, [1, 65]) + [0]
                + pixelOfGIF + [0x3B]
        },
        HostileSource("GIF whose frame is larger than its canvas") {
            var frame = pixelOfGIF
            frame.replaceSubrange(5..<9, with: [0xFF, 0xFF, 0xFF, 0xFF])
            return Array("GIF89a".utf8) + [1, 0, 1, 0, 0x80, 0, 0] + zeros(6) + frame + [0x3B]
        },
    ]

    // MARK: WebP

    private static let little = FileBytes(isBigEndian: false)

    private static func extendedHead(flags: UInt8, side: Int) -> [UInt8] {
        FileBytes.riffChunk("VP8X", [flags, 0, 0, 0] + little.number(side - 1, 3) + little.number(side - 1, 3))
    }

    /// A picture of one colour: five codes of one symbol, of no bits, and nothing else (WebP lossless bitstream, 3 to 5).
    private static func plainVP8L(_ side: Int) -> [UInt8] {
        var writer = BitWriter()
        writer.add(0x2F, 8)
        writer.add(side - 1, 14)
        writer.add(side - 1, 14)
        // Alpha is used; version 0; no transform, no cache of colours, no codes of parts.
        for (value, count) in [(1, 1), (0, 3), (0, 1), (0, 1), (0, 1)] { writer.add(value, count) }
        for symbol in [10, 200, 30, 255, 0] {
            // Simple, with one symbol, which is written in eight bits.
            for (value, count) in [(1, 1), (0, 1), (1, 1), (symbol, 8)] { writer.add(value, count) }
        }
        return writer.bytes
    }

    private static func animatedWebP(frames: Int, side: Int, canvas: Int) -> [UInt8] {
        let place = zeros(6) + little.number(side - 1, 3) + little.number(side - 1, 3) + little.number(10, 3) + [0]
        let frame = FileBytes.riffChunk("ANMF", place + FileBytes.riffChunk("VP8L", plainVP8L(side)))
        return FileBytes.webp(
            extendedHead(flags: 0x12, side: canvas) + FileBytes.riffChunk("ANIM", zeros(6)) + times(frames, frame))
    }

    // MARK: GIF

    /// A frame of one pixel: the codes to clear, of colour 1, and to end.
    private static let pixelOfGIF: [UInt8] = [0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x4C, 0x01, 0]

    private static func gif(frames: Int, canvas: Int) -> [UInt8] {
        let side = little.number(canvas, 2)
        let shown: [UInt8] = [0x21, 0xF9, 4, 0x08, 1, 0, 0, 0]
        let loop: [UInt8] = [0x21, 0xFF, 11] + Array("NETSCAPE2.0".utf8) + [3, 1, 0, 0, 0]
        return Array("GIF89a".utf8) + side + side + [0x80, 0, 0] + [0, 0, 0, 255, 255, 255] + loop
            + times(frames, shown + pixelOfGIF) + [0x3B]
    }
}

/// Bits of bytes, the lowest first.
private struct BitWriter {
    private var all: [Bool] = []

    mutating func add(_ value: Int, _ count: Int) { all += (0..<count).map { value >> $0 & 1 == 1 } }

    /// With zeros behind the last bit, and a byte of them more.
    var bytes: [UInt8] {
        stride(from: 0, to: all.count, by: 8).map { start in
            let byte = all[start..<min(start + 8, all.count)].enumerated()
            return byte.reduce(UInt8(0)) { $0 | ($1.element ? 1 : 0) << UInt8($1.offset) }
        } + [0]
    }
}
