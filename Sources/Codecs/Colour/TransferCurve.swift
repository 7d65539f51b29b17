import Foundation

/// How light follows from samples, both 0…1.
enum TransferCurve: Sendable, Hashable {
    case sRGB
    /// The sample to this power; 1 is linear.
    case power(Double)
    /// SMPTE ST 2084, and the light of a screen of `HDRTone`.
    case perceptualQuantiser
    /// ARIB STD-B67, the same.
    case hybridLogGamma

    /// The curve with a number (ITU-T H.273, table 3); `nil` for numbers that name none, and for logarithmic ones,
    /// which stills don't have.
    ///
    /// The curves of cameras (BT.709, BT.601, BT.2020 in 10 and 12 bits, BT.1361, SMPTE 240M, xvYCC) count as that of
    /// the screens on which their pictures were looked at, which is sRGB's as well as any.
    init?(code: Int) {
        switch code {
        case 1, 6, 7, 11...15: self = .sRGB
        case 4: self = .power(2.2)
        case 5: self = .power(2.8)
        case 8: self = .power(1)
        case 16: self = .perceptualQuantiser
        case 17: self = .power(2.6)
        case 18: self = .hybridLogGamma
        default: return nil
        }
    }

    /// The number of linear light.
    static let linearCode = 8

    /// Whether 8 bits a sample are enough for it, and every light has a sample.
    var isForScreens: Bool {
        switch self {
        case .sRGB: true
        case .power(let exponent): (1.6...3).contains(exponent)
        case .perceptualQuantiser, .hybridLogGamma: false
        }
    }

    /// The light for a sample, 0…1.
    func light(_ sample: Double) -> Double {
        switch self {
        case .sRGB: sample <= 0.04045 ? sample / 12.92 : pow((sample + 0.055) / 1.055, 2.4)
        case .power(let exponent): pow(sample, exponent)
        case .perceptualQuantiser: HDRTone.shown(HDRTone.quantisedLight(sample))
        case .hybridLogGamma: HDRTone.shown(HDRTone.hybridLight(sample))
        }
    }
}

/// Pictures of high dynamic range on a screen without it: each of red, green and blue by one curve.
///
/// White is the reference white of ITU-R BT.2408, 203 nits. Up to about 90 nits nothing changes; brighter light, up to
/// 1000 nits, is compressed below white by the curve of ITU-R BT.2390-10, 5.4.1 (the electro-electrical transfer
/// function). Reference white itself becomes 0.79 of white. Colours of such highlights lose saturation, because each
/// component is compressed separately.
enum HDRTone {
    static let white = 203.0
    /// The assumed peak of a picture: most are made on screens of 1000 nits.
    static let peak = 1000.0

    /// Nits of a sample by SMPTE ST 2084.
    static func quantisedLight(_ sample: Double) -> Double {
        let power = pow(sample, 1 / m2)
        return 10_000 * pow(max(power - c1, 0) / (c2 - c3 * power), 1 / m1)
    }

    /// The sample of as many nits.
    static func quantised(_ nits: Double) -> Double {
        let power = pow(max(nits, 0) / 10_000, m1)
        return pow((c1 + c2 * power) / (1 + c3 * power), m2)
    }

    /// Nits of a sample by ARIB STD-B67 on a screen of `peak`: its system gamma there is 1.2 (BT.2100, table 5).
    static func hybridLight(_ sample: Double) -> Double {
        let (a, b, c) = (0.17883277, 0.28466892, 0.55991073)
        let scene = sample <= 0.5 ? sample * sample / 3 : (exp((sample - c) / a) + b) / 12
        return peak * pow(scene, 1.2)
    }

    /// The share of white, 0…1, that `nits` are shown with.
    static func shown(_ nits: Double) -> Double {
        let largest = quantised(peak)
        let target = quantised(white) / largest
        let knee = 1.5 * target - 0.5
        var sample = min(quantised(nits) / largest, 1)
        if sample > knee {
            let t = (sample - knee) / (1 - knee)
            let (t2, t3) = (t * t, t * t * t)
            sample =
                (2 * t3 - 3 * t2 + 1) * knee + (t3 - 2 * t2 + t) * (1 - knee) + (3 * t2 - 2 * t3) * target
        }
        return min(max(quantisedLight(sample * largest) / white, 0), 1)
    }

    private static let m1 = 2610.0 / 16_384
    private static let m2 = 2523.0 / 32
    private static let c1 = 3424.0 / 4096
    private static let c2 = 2413.0 / 128
    private static let c3 = 2392.0 / 128
}
