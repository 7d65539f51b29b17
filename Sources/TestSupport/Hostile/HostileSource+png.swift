// PNG: chunks without number, compressed texts, and pictures of a few kilobytes that are large (PNG, third edition).

extension HostileSource {
    static let pngs: [HostileSource] =
        [
            HostileSource("PNG with 1000 compressed texts of 16 MB") {
                png(1000, text("zTXt", [0] + DeflateWriter.zeros(count: 16 << 20)))
            },
            HostileSource("PNG with 1000 international texts of 16 MB") {
                png(1000, text("iTXt", [1, 0, 0, 0] + DeflateWriter.zeros(count: 16 << 20)))
            },
            HostileSource("PNG with 1000 profiles of 16 MB") {
                png(1000, text("iCCP", [0] + DeflateWriter.zeros(count: 16 << 20)))
            },
            HostileSource("PNG with 1000 texts of 16 KB, as many as are allowed") {
                png(1000, text("zTXt", [0] + DeflateWriter.zeros(count: 16_000)))
            },
            HostileSource("PNG with a profile of 4 MB") {
                png(1, text("iCCP", [0] + DeflateWriter.zeros(count: 4_190_000)))
            },
            HostileSource("PNG with 100,000 empty chunks") { png(100_000, FileBytes.chunk("teSt")) },
            HostileSource("PNG with 100,000 empty texts") { png(100_000, FileBytes.chunk("tEXt")) },
            HostileSource("PNG with 100,000 empty parts of its picture") {
                FileBytes.png(header(100, 100) + times(100_000, FileBytes.chunk("IDAT")) + pixels(100, 100) + end)
            },
            HostileSource("PNG, each byte in a part of its own") {
                let coded = DeflateWriter.zeros(count: 2000 * 2001 * 4)
                let small = coded.flatMap { FileBytes.chunk("IDAT", [$0]) }
                return FileBytes.png(header(2000, 2000) + small + end)
            },
            HostileSource("PNG, interlaced, 16 bits, 100 megapixels") {
                large(10_000, 10_000, depth: 16, interlaced: 1)
            },
            HostileSource("PNG, interlaced, 16 bits, 36 megapixels") { large(6000, 6000, depth: 16, interlaced: 1) },
            HostileSource("PNG, interlaced, 16 megapixels") { large(4000, 4000, interlaced: 1) },
            HostileSource("PNG, 16 bits, 100 megapixels") { large(10_000, 10_000, depth: 16) },
            HostileSource("PNG, 100 megapixels") { large(10_000, 10_000) },
            HostileSource("PNG of 1,000,000 rows") { large(100, 1_000_000, colour: 0) },
            HostileSource("PNG of rows of 1,000,000 pixels") { large(1_000_000, 100, colour: 0) },
            HostileSource("PNG, 100 megapixels of one bit") { large(10_000, 10_000, depth: 1, colour: 0) },
        ]
        + exifLoops.map { loop in
            HostileSource("PNG, \(loop.name)") { png(1, FileBytes.chunk("eXIf", loop.block)) }
        }

    private static let end = FileBytes.chunk("IEND")

    /// A text or profile named `a`.
    private static func text(_ chunk: String, _ content: [UInt8]) -> [UInt8] {
        FileBytes.chunk(chunk, [0x61, 0] + content)
    }

    private static func header(
        _ width: Int, _ height: Int, depth: UInt8 = 8, colour: UInt8 = 6, interlaced: UInt8 = 0
    ) -> [UInt8] {
        let size = FileBytes().number(width, 4) + FileBytes().number(height, 4)
        return FileBytes.chunk("IHDR", size + [depth, colour, 0, 0, interlaced])
    }

    /// Rows of four samples a pixel, and some more.
    private static func pixels(_ width: Int, _ height: Int) -> [UInt8] {
        FileBytes.chunk("IDAT", DeflateWriter.zeros(count: height * (1 + 4 * width)))
    }

    /// A small picture with `count` such chunks before its pixels.
    private static func png(_ count: Int, _ chunk: [UInt8]) -> [UInt8] {
        FileBytes.png(header(100, 100) + times(count, chunk) + pixels(100, 100) + end)
    }

    /// A picture of nothing but zeros.
    static func large(
        _ width: Int, _ height: Int, depth: UInt8 = 8, colour: UInt8 = 6, interlaced: UInt8 = 0
    ) -> [UInt8] {
        let row = (width * (colour == 6 ? 4 : 1) * Int(depth) + 7) / 8 + 1
        // Each pass has rows of its own, with a byte more.
        let coded = DeflateWriter.zeros(count: height * row + (interlaced == 1 ? 2 * height + 4096 : 0))
        return FileBytes.png(
            header(width, height, depth: depth, colour: colour, interlaced: interlaced)
                + FileBytes.chunk("IDAT", coded) + end)
    }
}
