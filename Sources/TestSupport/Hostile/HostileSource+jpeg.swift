// JPEG: scans without number, bytes where none belong, and pictures that are merely large (ITU-T T.81).

extension HostileSource {
    static let jpegs: [HostileSource] =
        [
            HostileSource("JPEG of 3 components and 3000 scans") { JPEGWriter(side: 2000).progressive(scans: 3000) },
            HostileSource("JPEG of 4 components and 9000 scans") {
                JPEGWriter(side: 2000, components: 4).progressive(scans: 9000)
            },
            HostileSource("JPEG, a byte before each of 9000 scans") {
                JPEGWriter(side: 2000, components: 4, stray: [0]).progressive(scans: 9000)
            },
            HostileSource("JPEG, bytes that begin no marker before each of 3000 scans") {
                JPEGWriter(side: 2000, stray: [0xFF, 0, 0x41, 0xFF, 0xFF]).progressive(scans: 3000)
            },
            HostileSource("JPEG, bytes behind the start") {
                var writer = JPEGWriter(side: 2000, components: 4)
                writer.behindStart = times(1000, [0, 1, 2])
                return writer.progressive(scans: 9000)
            },
            HostileSource("JPEG, markers without length before each of 9000 scans") {
                JPEGWriter(side: 2000, components: 4, stray: [0xFF, 0x01, 0xFF, 0xD0]).progressive(scans: 9000)
            },
            HostileSource("JPEG of 100 scans, 100 megapixels") { JPEGWriter(side: 10_000).progressive(scans: 100) },
            HostileSource("JPEG of 100 scans, inks, 49 megapixels") {
                JPEGWriter(side: 7000, components: 4).progressive(scans: 100)
            },
            HostileSource("JPEG, 100 megapixels") { JPEGWriter(side: 10_000).baseline() },
            HostileSource("JPEG, 100 megapixels of inks") { JPEGWriter(side: 10_000, components: 4).baseline() },
            HostileSource("JPEG of arithmetic codes, 100 megapixels") {
                JPEGWriter(side: 10_000).arithmetic(isProgressive: false, scans: 1)
            },
            HostileSource("JPEG of arithmetic codes and 100 scans") {
                JPEGWriter(side: 6000).arithmetic(isProgressive: true, scans: 100)
            },
            HostileSource("JPEG of arithmetic codes and 5000 scans") {
                JPEGWriter(side: 3000, components: 4).arithmetic(isProgressive: true, scans: 5000)
            },
            HostileSource("JPEG whose brightness overflows") { JPEGWriter(side: 4000, components: 1).climbing() },
            HostileSource("JPEG with a restart after each unit") {
                var writer = JPEGWriter(side: 8000)
                writer.restarts = true
                return writer.baseline()
            },
            HostileSource("JPEG of 65,500 rows of one pixel") {
                JPEGWriter(width: 1, height: 65_500, components: 3).progressive(scans: 100)
            },
            HostileSource("JPEG with 60,000 comments") {
                var writer = JPEGWriter(side: 100)
                writer.behindStart = times(60_000, [0xFF, 0xFE, 0, 2])
                return writer.baseline()
            },
            HostileSource("JPEG with a profile of 16 MB in parts") {
                var writer = JPEGWriter(side: 100)
                let part = FileBytes.segment(0xE2, Array("ICC_PROFILE\0".utf8) + [1, 255] + zeros(65_000))
                writer.behindStart = times(255, part)
                return writer.baseline()
            },
        ]
        + exifLoops.map { loop in
            HostileSource("JPEG, \(loop.name)") {
                var writer = JPEGWriter(side: 100)
                writer.behindStart = FileBytes.segment(0xE1, Array("Exif\0\0".utf8) + loop.block)
                return writer.baseline()
            }
        }
}

/// Writes JPEG files whose codes are as short as they can be: all of their coded bytes are zeros.
private struct JPEGWriter {
    var width: Int
    var height: Int
    var components = 3
    /// What stands before each scan.
    var stray: [UInt8] = []
    var behindStart: [UInt8] = []
    var restarts = false

    init(side: Int, components: Int = 3, stray: [UInt8] = []) {
        (width, height, self.components, self.stray) = (side, side, components, stray)
    }

    init(width: Int, height: Int, components: Int) {
        (self.width, self.height, self.components) = (width, height, components)
    }

    private var blocks: Int { (width + 7) / 8 * ((height + 7) / 8) }

    private func head(_ frame: UInt8, _ tables: [UInt8]) -> [UInt8] {
        let order = FileBytes()
        var bytes: [UInt8] = [0xFF, 0xD8] + behindStart
        if components == 4 { bytes += FileBytes.segment(0xEE, Array("Adobe".utf8) + HostileSource.zeros(7)) }
        bytes += FileBytes.segment(0xDB, [0] + [UInt8](repeating: 1, count: 64))
        var stated: [UInt8] = [8] + order.number(height, 2) + order.number(width, 2) + [UInt8(components)]
        for part in 1...components { stated += [UInt8(part), 0x11, 0] }
        return bytes + FileBytes.segment(frame, stated) + tables
    }

    /// Tables of one code each, of one bit.
    private static func tables(_ difference: UInt8, _ run: UInt8) -> [UInt8] {
        let one: [UInt8] = [1] + HostileSource.zeros(15)
        return FileBytes.segment(0xC4, [0x00] + one + [difference]) + FileBytes.segment(0xC4, [0x10] + one + [run])
    }

    private func scan(_ parts: [Int], _ spectrum: (UInt8, UInt8), _ bits: UInt8) -> [UInt8] {
        var stated = [UInt8(parts.count)]
        for part in parts { stated += [UInt8(part), 0] }
        stated += [spectrum.0, spectrum.1, bits]
        return FileBytes.segment(0xDA, stated)
    }

    func baseline() -> [UInt8] {
        // Each block has two codes: no difference, and no more.
        let bits = 2 * components * blocks
        let interval = restarts ? FileBytes.segment(0xDD, [0, 1]) : []
        let all = scan(Array(1...components), (0, 63), 0)
        var coded = HostileSource.zeros((bits + 7) / 8)
        if restarts { coded = (0..<blocks).flatMap { [0, 0xFF, 0xD0 | UInt8($0 & 7)] }.dropLast(2) }
        return head(0xC0, Self.tables(0, 0)) + interval + stray + all + coded + [0xFF, 0xD9]
    }

    /// Scans that a decoder takes without a warning: the means, and then single coefficients, each from its highest bit on.
    private func script(_ count: Int) -> [(parts: [Int], spectrum: (UInt8, UInt8), bits: UInt8)] {
        var scans: [(parts: [Int], spectrum: (UInt8, UInt8), bits: UInt8)] = [(Array(1...components), (0, 0), 0)]
        for bit in (UInt8(0)...12).reversed() {
            for part in 1...components {
                for place in UInt8(1)...63 where scans.count < count {
                    scans.append(([part], (place, place), bit == 12 ? 12 : (bit + 1) << 4 | bit))
                }
            }
        }
        return scans
    }

    func progressive(scans: Int) -> [UInt8] {
        let means = HostileSource.zeros((components * blocks + 7) / 8)
        // 0xE0 is a run of 16,384 blocks at least without coefficients, in 1 + 14 bits.
        let rest = HostileSource.zeros(((blocks + 16_383) / 16_384 * 15 + 7) / 8)
        let coded = script(scans).flatMap { scan in
            stray + self.scan(scan.parts, scan.spectrum, scan.bits) + (scan.spectrum.1 == 0 ? means : rest)
        }
        return head(0xC2, Self.tables(0, 0xE0)) + coded + [0xFF, 0xD9]
    }

    /// Without any coded bytes: where they are at an end, decoders of arithmetic codes go on with zeros.
    func arithmetic(isProgressive: Bool, scans: Int) -> [UInt8] {
        guard isProgressive else {
            return head(0xC9, []) + scan(Array(1...components), (0, 63), 0) + [0xFF, 0xD9]
        }
        return head(0xCA, []) + script(scans).flatMap { scan($0.parts, $0.spectrum, $0.bits) } + [0xFF, 0xD9]
    }

    /// Each block is brighter than the one before by the most that can be written.
    func climbing() -> [UInt8] {
        var (bytes, held, count) = ([UInt8](), 0, 0)
        for _ in 0..<blocks {
            // A code of one bit, 15 bits of one, and a code of one bit.
            held = held << 17 | 0x7FFF << 1
            count += 17
            while count >= 8 {
                let byte = UInt8(truncatingIfNeeded: held >> (count - 8))
                bytes += byte == 0xFF ? [0xFF, 0] : [byte]
                count -= 8
            }
            held &= 0xFF
        }
        return head(0xC0, Self.tables(15, 0)) + scan([1], (0, 63), 0) + bytes + [0, 0xFF, 0xD9]
    }
}
