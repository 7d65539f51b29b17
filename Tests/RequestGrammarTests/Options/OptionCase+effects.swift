import ImageModel

@testable import RequestGrammar

extension OptionCase {
    private static let orange = Colour(red: 255, green: 136, blue: 0)

    static let effects: [OptionCase] = [
        .init("background", "ff8800") { $0.background = orange }, .init("background", "f80") { $0.background = orange },
        .init("background", "255:136:0") { $0.background = orange }, .init("background", ""),
        .init("background_alpha", "0.25") { $0.backgroundAlpha = 0.25 }, .init("background_alpha", "1"),
        .init("adjust", "10:2:0.5") {
            ($0.effects.brightness, $0.effects.contrast, $0.effects.saturation) = (10, 2, 0.5)
        },
        .init("adjust", "::0") { $0.effects.saturation = 0 },
        .init("brightness", "-255") { $0.effects.brightness = -255 },
        .init("brightness", "255") { $0.effects.brightness = 255 },
        .init("contrast", "1.5") { $0.effects.contrast = 1.5 }, .init("contrast", "1"),
        .init("saturation", "0") { $0.effects.saturation = 0 },
        .init("monochrome", "0.5") {
            $0.effects.monochrome = .init(intensity: 0.5, colour: Colour(red: 0xb3, green: 0xb3, blue: 0xb3))
        },
        .init("monochrome", "1:ff8800") { $0.effects.monochrome = .init(intensity: 1, colour: orange) },
        .init("monochrome", "0:ff8800"),
        .init("duotone", "0.5") { $0.effects.duotone = .init(intensity: 0.5, shadows: .black, highlights: .white) },
        .init("duotone", "1:ff8800:") { $0.effects.duotone = .init(intensity: 1, shadows: orange, highlights: .white) },
        .init("duotone", "1::ff8800") { $0.effects.duotone = .init(intensity: 1, shadows: .black, highlights: orange) },
        .init("duotone", "0"),
        .init("blur", "2.5") { $0.effects.blur = 2.5 }, .init("blur", "0"),
        .init("sharpen", "0.7") { $0.effects.sharpen = 0.7 },
        .init("pixelate", "8") { $0.effects.pixelate = 8 }, .init("pixelate", "0"), .init("pixelate", "1"),
        .init("blur_areas", "3:0:0.1:0.5:1") {
            $0.effects.blurAreasSigma = 3
            $0.effects.blurAreas = [.init(left: 0, top: 0.1, width: 0.5, height: 1)]
        },
        .init("blur_areas", "3:0:0:1:1:0.5:0.5:0.5:0.5") {
            $0.effects.blurAreasSigma = 3
            $0.effects.blurAreas = [
                .init(left: 0, top: 0, width: 1, height: 1), .init(left: 0.5, top: 0.5, width: 0.5, height: 0.5),
            ]
        },
        .init("blur_areas", "0:0:0:1:1"), .init("blur_areas", "5"),
        .init("gradient", "0.5") { $0.effects.gradient = .init(opacity: 0.5) },
        .init("gradient", "1:ff8800:right:0.2:0.8") {
            $0.effects.gradient = .init(opacity: 1, colour: orange, angle: 270, start: 0.2, stop: 0.8)
        },
        .init("gradient", "1::up") { $0.effects.gradient = .init(opacity: 1, angle: 180) },
        .init("gradient", "1::left") { $0.effects.gradient = .init(opacity: 1, angle: 90) },
        .init("gradient", "1::-45.5") { $0.effects.gradient = .init(opacity: 1, angle: 314.5) },
        .init("gradient", "1::720::0.5") { $0.effects.gradient = .init(opacity: 1, stop: 0.5) },
        .init("gradient", "0"),
    ]

    static let watermark: [OptionCase] = [
        .init("watermark", "0.5") { $0.watermark = Watermark(opacity: 0.5) },
        .init("watermark", "1:soea:10:-0.1:0.25") {
            $0.watermark = Watermark(
                opacity: 1, position: .at(Gravity(.southEast, offsetX: 10, offsetY: -0.1)), scale: 0.25)
        },
        .init("watermark", "1:re:5:6") { $0.watermark = Watermark(opacity: 1, position: .tiled(gapX: 5, gapY: 6)) },
        .init("watermark", "1:::::a:b") { $0.watermark = Watermark(opacity: 1) }, .init("watermark", "0:no"),
        .init("watermark_url", ""), .init("watermark_url", "aHR0cDovL2EvYg"),
    ]
}
