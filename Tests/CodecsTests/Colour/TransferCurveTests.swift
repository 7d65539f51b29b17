import ImageModel
import TestSupport
import Testing

@testable import Codecs

@Suite struct TransferCurveTests {
    @Test(
        "samples of PQ mean the light of BT.2408's table 1 and BT.2100",
        arguments: [(0.0, 0.0), (0.5081, 100), (0.5807, 203), (0.7518, 1000), (1, 10_000)])
    func quantised(sample: Double, nits: Double) {
        #expect(abs(HDRTone.quantisedLight(sample) - nits) <= nits * 0.002 + 1e-6)
        #expect(abs(HDRTone.quantised(nits) - sample) < 0.0001)
    }

    @Test("three quarters of HLG are reference white")
    func hybrid() {
        #expect(abs(HDRTone.hybridLight(0.75) - 203) < 1)
        #expect(abs(HDRTone.hybridLight(1) - 1000) < 1)
        #expect(HDRTone.hybridLight(0) == 0)
    }

    @Test("dark and middle tones stay, reference white is 0.79, and what is brighter is below white, in order")
    func shown() {
        for nits in [0.1, 1, 20, 80] { #expect(abs(HDRTone.shown(nits) - nits / 203) < 1e-4 * nits) }
        #expect(abs(HDRTone.shown(203) - 0.79) < 0.01)
        #expect(HDRTone.shown(1000) > 0.999)
        let steps = stride(from: 0.0, through: 1000, by: 10).map(HDRTone.shown)
        #expect(zip(steps, steps.dropFirst()).allSatisfy { $0 < $1 })
    }

    @Test("numbers that name nothing stand for nothing", arguments: [0, 3, 9, 10, 19, 255])
    func unknown(code: Int) { #expect(TransferCurve(code: code) == nil) }
}

@Suite struct MadeProfileTests {
    @Test("the profile of sRGB's primaries and curve is sRGB, and no other is")
    func standard() throws {
        #expect(StandardProfile.isSRGB(try #require(MadeProfile.rgb(.sRGB, .sRGB, name: "a"))))
        #expect(!StandardProfile.isSRGB(try #require(MadeProfile.rgb(.adobeRGB, .sRGB, name: "a"))))
        #expect(!StandardProfile.isSRGB(try #require(MadeProfile.rgb(.sRGB, .power(2.2), name: "a"))))
    }

    @Test("it has its name, and fits samples of its kind")
    func kinds() throws {
        let profile = try #require(MadeProfile.rgb(.adobeRGB, .perceptualQuantiser, name: "Some colours"))
        #expect(ProfileName.name(of: profile) == "Some colours")
        #expect(ProfileKind(of: profile) == .rgb)
        #expect(ProfileKind(of: Array(profile.prefix(100))) == nil)
    }

    @Test("primaries that make no white have no profile")
    func impossible() {
        let line = Primaries((0.6, 0.3), (0.6, 0.3), (0.6, 0.3), white: (0.3127, 0.3290))
        let outside = Primaries((0.640, 0.330), (0.300, 0.600), (0.150, 0.060), white: (0.05, 0.9))
        #expect(MadeProfile.rgb(line, .sRGB, name: "a") == nil)
        #expect(MadeProfile.rgb(outside, .sRGB, name: "a") == nil)
    }
}
