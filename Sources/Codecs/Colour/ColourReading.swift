internal import ImageModel

/// The only reader of what a file says about its colours: which of it counts, and the profile that expresses it.
struct ColourReading {
    /// What becomes of the profile that a loader found.
    enum Change {
        case none
        case removes
        case carries([UInt8])
    }

    let colours: SourceColours
    let change: Change
    /// Whether samples mean sRGB, or grey of the same curve, without a conversion.
    let areSRGB: Bool
    /// Whether a result may have these colours: not with curves that need more than 8 bits, or that tone mapping
    /// produces.
    let areKept: Bool

    /// The result for a file that says nothing.
    static let assumed = ColourReading(colours: .assumed, change: .none, areSRGB: true, areKept: true)

    /// What counts for samples of `kind` with `profile` and a block of `exif` from `bytes`, a file of `format`;
    /// `isLight`: if the file says nothing, they are linear light.
    init(
        _ bytes: [UInt8], format: ImageFormat, kind: SourceHeader.Colour, isLight: Bool = false, profile: [UInt8]?,
        exif: @autoclosure () -> [UInt8]?
    ) {
        let fitting = profile.flatMap { ProfileKind(of: $0)?.fits(kind) == true ? $0 : nil }
        let discards = profile != nil && fitting == nil
        guard kind == .rgb || kind == .grey else {
            self.init(
                colours: fitting == nil ? .assumed : .profile, change: discards ? .removes : .none, areSRGB: false,
                areKept: true)
            return
        }
        let chunks = format == .png ? PNGColours(of: bytes) : nil
        if let numbers = chunks?.codePoints, let made = Self.made(numbers, kind) {
            self.init(numbers: numbers, made, discards: profile != nil)
        } else if let fitting {
            let isSRGB = kind == .rgb && StandardProfile.isSRGB(fitting)
            self.init(colours: .profile, change: .none, areSRGB: isSRGB, areKept: true)
        } else if let numbers = Self.codePoints(bytes, format), let made = Self.made(numbers, kind) {
            self.init(numbers: numbers, made, discards: discards)
        } else if let chunks, !chunks.meansSRGB, let made = Self.made(chunks, kind) {
            let isKept = (chunks.curve ?? .sRGB).isForScreens
            self.init(colours: .gamma, change: .carries(made), areSRGB: false, areKept: isKept)
        } else if isLight, case .profile(let light) = Self.made((1, TransferCurve.linearCode), kind) {
            self.init(colours: .assumed, change: .carries(light), areSRGB: false, areKept: false)
        } else if kind == .rgb, let exif = exif(), ExifColourSpace.isAdobeRGB(exif[...]), let made = Self.adobeRGB {
            self.init(colours: .exif, change: .carries(made), areSRGB: false, areKept: true)
        } else {
            self.init(
                colours: .assumed, change: discards ? .removes : .none, areSRGB: true, areKept: true)
        }
    }

    /// Whether there is a profile that a result may keep, if one was `found` in the file.
    func hasProfile(found: Bool) -> Bool {
        switch change {
        case .none: found
        case .removes: false
        case .carries: areKept
        }
    }

    private init(colours: SourceColours, change: Change, areSRGB: Bool, areKept: Bool) {
        self.colours = colours
        self.change = change
        self.areSRGB = areSRGB
        self.areKept = areKept
    }

    private init(numbers: (primaries: Int, transfer: Int), _ made: Made, discards: Bool) {
        let colours = SourceColours.codePoints(primaries: numbers.primaries, transfer: numbers.transfer)
        switch made {
        case .sRGB:
            self.init(colours: colours, change: discards ? .removes : .none, areSRGB: true, areKept: true)
        case .profile(let bytes):
            let isKept = TransferCurve(code: numbers.transfer)?.isForScreens ?? true
            self.init(colours: colours, change: .carries(bytes), areSRGB: false, areKept: isKept)
        }
    }

    private enum Made {
        case sRGB
        case profile([UInt8])
    }

    /// What the numbers mean; `nil` for numbers without a meaning.
    private static func made(_ numbers: (primaries: Int, transfer: Int), _ kind: SourceHeader.Colour) -> Made? {
        // 2 means unspecified, as if it were not written.
        guard numbers != (2, 2) else { return nil }
        let primaries = numbers.primaries == 2 ? .sRGB : Primaries(code: numbers.primaries)
        let curve = numbers.transfer == 2 ? .sRGB : TransferCurve(code: numbers.transfer)
        guard let primaries, let curve else { return nil }
        if curve == .sRGB, kind == .grey || primaries == .sRGB { return .sRGB }
        let name = ColourNames.name(primaries: numbers.primaries, transfer: numbers.transfer)
        // Grey has no primaries.
        return MadeProfile.rgb(kind == .grey ? .sRGB : primaries, curve, name: name).map(Made.profile)
    }

    private static func made(_ chunks: PNGColours, _ kind: SourceHeader.Colour) -> [UInt8]? {
        let curve = chunks.curve ?? .sRGB
        guard kind == .rgb else { return curve == .sRGB ? nil : MadeProfile.rgb(.sRGB, curve, name: "PNG gAMA") }
        return MadeProfile.rgb(chunks.primaries ?? .sRGB, curve, name: "PNG gAMA, cHRM")
    }

    /// The gamma is 563/256 (Adobe RGB (1998), 4.3.1.2).
    private static let adobeRGB = MadeProfile.rgb(.adobeRGB, .power(563.0 / 256), name: "Adobe RGB")

    /// The numbers of a HEIF file's primary picture (ISO/IEC 23001-17; `colr` of the kind `nclx`).
    private static func codePoints(_ bytes: [UInt8], _ format: ImageFormat) -> (primaries: Int, transfer: Int)? {
        guard format == .avif || format == .heic, let primary = HEIFPrimary(of: bytes),
            let stated = primary.numberedColours,
            let primaries = primary.number(stated, at: 4, size: 2),
            let transfer = primary.number(stated, at: 6, size: 2)
        else { return nil }
        return (primaries, transfer)
    }
}

/// Which samples an ICC profile is made for (ICC.1:2022, 7.2).
enum ProfileKind {
    case rgb, grey, cmyk

    /// Classes of profiles from and to samples: input, display, output, colour space.
    private static let classes: Set = ["scnr", "mntr", "prtr", "spac"]
    private static let headerBytes = 128

    /// `nil` for profiles of other samples, for those that do not lead to colours (device links, named colours), and
    /// for invalid profiles.
    init?(of profile: [UInt8]) {
        let reader = NumberReader(bytes: profile, isBigEndian: true)
        guard profile.count > Self.headerBytes, reader.name(at: 36) == "acsp",
            Self.classes.contains(reader.name(at: 12))
        else { return nil }
        switch reader.name(at: 16) {
        case "RGB ": self = .rgb
        case "GRAY": self = .grey
        case "CMYK": self = .cmyk
        default: return nil
        }
    }

    /// Whether it is made for samples of `colour`.
    func fits(_ colour: SourceHeader.Colour) -> Bool {
        switch colour {
        case .rgb: self == .rgb
        case .grey: self == .grey
        case .cmyk: self == .cmyk
        case .lab, .linear, .other: false
        }
    }
}

/// Names of colour spaces by number, for profiles that are made from them.
enum ColourNames {
    private static let primaries = [
        1: "BT.709", 4: "BT.470 M", 5: "BT.601 625", 6: "BT.601 525", 7: "SMPTE 240M", 8: "Film", 9: "BT.2020",
        11: "DCI-P3", 12: "Display P3", 22: "EBU 3213",
    ]
    private static let curves = [4: "gamma 2.2", 5: "gamma 2.8", 8: "linear", 16: "PQ", 17: "gamma 2.6", 18: "HLG"]

    /// Such as `Display P3` or `BT.2020 PQ`.
    static func name(primaries: Int, transfer: Int) -> String {
        let names = [Self.primaries[primaries] ?? "BT.709", curves[transfer]]
        return names.compactMap(\.self).joined(separator: " ")
    }
}

/// The colour space of a block of EXIF (CIPA DC-008, 4.6.5 and 4.6.7; DCF, 3.2.2).
enum ExifColourSpace {
    private static let directory = 0x8769
    private static let interoperability = 0xA005
    private static let colourSpace = 0xA001
    private static let index = 0x0001

    /// Whether it says Adobe RGB: by the index of interoperability R03, as cameras write it, or by the number 2.
    static func isAdobeRGB(_ block: ArraySlice<UInt8>) -> Bool {
        guard let reader = ExifReader(block: block), let place = value(directory, reader, in: reader.first) else {
            return false
        }
        if value(colourSpace, reader, in: place, bytes: 2) == 2 { return true }
        guard let rules = value(interoperability, reader, in: place),
            let entry = entry(index, reader, in: rules), let text = reader.slice(at: entry + 8, count: 3)
        else { return false }
        return text.elementsEqual("R03".utf8)
    }

    private static func entry(_ tag: Int, _ reader: ExifReader, in directory: Int) -> Int? {
        reader.entries(at: directory).first { reader.number(at: $0, bytes: 2) == tag }
    }

    private static func value(_ tag: Int, _ reader: ExifReader, in directory: Int, bytes: Int = 4) -> Int? {
        entry(tag, reader, in: directory).flatMap { reader.number(at: $0 + 8, bytes: bytes) }
    }
}
