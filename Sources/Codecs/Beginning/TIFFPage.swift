/// What a page of a TIFF file says about its samples (TIFF 6.0, sections 8, 18, 21 and 23).
struct TIFFPage {
    private enum Tag {
        static let bitsPerSample = 258
        static let compression = 259
        static let photometric = 262
        static let samplesPerPixel = 277
        static let extraSamples = 338
        static let sampleFormat = 339
    }

    /// What the samples mean.
    enum Photometric: Int {
        case minIsWhite = 0
        case minIsBlack = 1
        case rgb = 2
        case palette = 3
        case separated = 5
        case yCbCr = 6
        case cieLab = 8
        case iccLab = 9

        /// Samples of a colour.
        var samples: Int {
            switch self {
            case .minIsWhite, .minIsBlack, .palette: 1
            case .rgb, .yCbCr, .cieLab, .iccLab: 3
            case .separated: 4
            }
        }
    }

    /// Bits of the first sample: of all, in files that are read.
    private(set) var bits = 1
    private(set) var compression = 1
    /// `nil` for kinds that are not handled.
    private(set) var photometric: Photometric?
    private(set) var samples = 1
    /// 1 for whole numbers, 2 with a sign, 3 for floating point.
    private(set) var format = 1
    /// What the samples after the colour are: 0 is unspecified, 1 and 2 alpha; empty if the file says nothing.
    private(set) var extras: [Int] = []

    private static let mostExtras = 16

    /// The page `index`, from 0; `nil` if it does not exist. Cost: a look at each page up to it, and at each of its
    /// tags.
    init?(_ bytes: [UInt8], index: Int, steps: WalkSteps? = nil) {
        let reader = NumberReader(bytes: bytes, isBigEndian: bytes.first == UInt8(ascii: "M"), steps: steps)
        let isBig = reader.number(at: 2, size: 2) == 43
        let (countBytes, entryBytes, offsetBytes) = isBig ? (8, 20, 8) : (2, 12, 4)
        var place = reader.number(at: isBig ? 8 : 4, size: offsetBytes)
        // A chain that leads back ends with the steps of the walk.
        for _ in 0..<index {
            guard let offset = place, offset > 0, let count = reader.number(at: offset, size: countBytes),
                count <= bytes.count / entryBytes
            else { return nil }
            place = reader.number(at: offset + countBytes + count * entryBytes, size: offsetBytes)
        }
        guard let offset = place, offset > 0, let count = reader.number(at: offset, size: countBytes) else {
            return nil
        }
        for entry in 0..<min(count, bytes.count / entryBytes) {
            read(reader, at: offset + countBytes + entry * entryBytes, offsetBytes)
        }
    }

    private mutating func read(_ reader: NumberReader, at entry: Int, _ offsetBytes: Int) {
        guard let tag = reader.number(at: entry, size: 2), let kind = reader.number(at: entry + 2, size: 2),
            let count = reader.number(at: entry + 4, size: offsetBytes), count > 0,
            let size = [1: 1, 3: 2, 4: 4, 16: 8][kind]
        else { return }
        func values(_ most: Int) -> [Int] {
            let field = entry + 4 + offsetBytes
            let isInside = count <= offsetBytes / size
            // A 64-bit offset may be so far past the end that the next one can't be computed.
            guard let start = isInside ? field : reader.number(at: field, size: offsetBytes),
                start <= reader.bytes.count
            else { return [] }
            return (0..<min(count, most)).compactMap { reader.number(at: start + $0 * size, size: size) }
        }
        let first = values(1).first
        switch tag {
        case Tag.bitsPerSample: bits = first ?? bits
        case Tag.compression: compression = first ?? compression
        case Tag.photometric: photometric = first.flatMap(Photometric.init)
        case Tag.samplesPerPixel: samples = first ?? samples
        case Tag.extraSamples: extras = values(Self.mostExtras)
        case Tag.sampleFormat: format = first ?? format
        default: break
        }
    }
}

extension TIFFPage {
    private static let oldJPEG = 6
    private static let newJPEG = 7

    /// How our own call loads the page; `nil` if libvips reads it correctly, or not at all.
    ///
    /// libvips 8.14 mistakes YCbCr that is not coded as JPEG for RGB, and refuses subsampled YCbCr; it mistakes 8-bit
    /// CIE L*a*b* for 16-bit; and it refuses several samples of less than 8 bits, and 12 bits.
    var ownLoading: Loading? {
        guard format == 1 else { return nil }
        switch photometric {
        case .yCbCr: return compression == Self.oldJPEG || compression == Self.newJPEG ? nil : .rgb
        case .cieLab where bits == 8: return .lab(isSigned: true)
        case .iccLab where bits == 8: return .lab(isSigned: false)
        case .minIsBlack, .minIsWhite, .rgb, .separated:
            let isUsual = samples == 1 ? [1, 2, 4, 8, 16, 32].contains(bits) : [8, 16, 32].contains(bits)
            return isUsual || bits > 16 ? nil : .stored
        case .palette, .cieLab, .iccLab, nil: return nil
        }
    }

    enum Loading: Hashable {
        /// By libtiff, as RGB.
        case rgb
        /// CIE L*a*b* of 8 bits; whether a* and b* have a sign.
        case lab(isSigned: Bool)
        /// The samples as they are.
        case stored
    }

    /// The bands of the picture: those of the colour, then the first alpha sample; `nil` if that is all of them.
    ///
    /// If the file does not say what further samples are, the first counts as alpha, as in other readers.
    func shown(of bands: Int) -> (colours: Int, alpha: Int?)? {
        guard let colours = photometric?.samples, photometric != .palette, bands > colours, !extras.isEmpty else {
            return nil
        }
        let alpha = extras.firstIndex { $0 != 0 }.map { colours + $0 }
        if alpha == colours, bands == colours + 1 { return nil }
        return (colours, alpha.flatMap { $0 < bands ? $0 : nil })
    }
}
