import ImageModel

@testable import RequestGrammar

extension OptionCase {
    private static let anchors: [OptionCase] = AnchorNames.all.map { name, anchor in
        OptionCase("gravity", name) { $0.gravity = Gravity(anchor) }
    }

    static let geometry: [OptionCase] =
        anchors + [
            .init("gravity", "no:10:-20.5") { $0.gravity = Gravity(.north, offsetX: 10, offsetY: -20.5) },
            .init("gravity", "we:0.1") { $0.gravity = Gravity(.west, offsetX: 0.1) },
            .init("gravity", "no::5") { $0.gravity = Gravity(.north, offsetY: 5) },
            .init("gravity", "ea:0.2:") { $0.gravity = Gravity(.east, offsetX: 0.2) },
            .init("gravity", "so::") { $0.gravity = Gravity(.south) },
            .init("gravity", "fp::0.7") { $0.gravity = Gravity(.focus(x: 0, y: 0.7)) },
            .init("gravity", "fp::") { $0.gravity = Gravity(.focus(x: 0, y: 0)) },
            .init("gravity", "sm") { $0.gravity = Gravity(.smart) },
            .init("gravity", "fp:0.3:0.7") { $0.gravity = Gravity(.focus(x: 0.3, y: 0.7)) },
            .init("crop", "300") { $0.crop = SourceCrop(width: 300) },
            .init("crop", "0.5:200") { $0.crop = SourceCrop(width: 0.5, height: 200) },
            .init("crop", "10:20:nowe:30:40") {
                $0.crop = SourceCrop(width: 10, height: 20, gravity: Gravity(.northWest, offsetX: 30, offsetY: 40))
            },
            .init("crop", "50:50:ce::10") {
                $0.crop = SourceCrop(width: 50, height: 50, gravity: Gravity(.centre, offsetY: 10))
            },
            .init("crop", "0:0"), .init("crop", "0:5:sm") { $0.crop = SourceCrop(height: 5, gravity: Gravity(.smart)) },
            .init("crop_aspect_ratio", "1.5") { $0.crop = SourceCrop(aspectRatio: 1.5) },
            .init("crop_aspect_ratio", "2:1") { $0.crop = SourceCrop(aspectRatio: 2, enlarges: true) },
            .init("crop_aspect_ratio", "0"),
            .init("trim", "10") { $0.trim = Trim(threshold: 10) }, .init("trim", ""), .init("trim", ":ff0000"),
            .init("trim", "0.5:ff00ff:1:t") {
                $0.trim = Trim(
                    threshold: 0.5, colour: Colour(red: 255, green: 0, blue: 255), isEqualHorizontally: true,
                    isEqualVertically: true)
            },
            .init("trim", "3::0:1") { $0.trim = Trim(threshold: 3, isEqualVertically: true) },
            .init("padding", "10") { $0.padding = Padding(top: 10, right: 10, bottom: 10, left: 10) },
            .init("padding", "10:20") { $0.padding = Padding(top: 10, right: 20, bottom: 10, left: 20) },
            .init("padding", "10:20:30") { $0.padding = Padding(top: 10, right: 20, bottom: 30, left: 20) },
            .init("padding", "10:20:30:40") { $0.padding = Padding(top: 10, right: 20, bottom: 30, left: 40) },
            .init("padding", ":20") { $0.padding = Padding(right: 20, left: 20) },
            .init("padding", ":::40") { $0.padding = Padding(left: 40) },
            .init("auto_rotate", "0") { $0.autoRotates = false }, .init("auto_rotate", "1"),
            .init("rotate", "0"), .init("rotate", "90") { $0.quarterTurns = 1 },
            .init("rotate", "450") { $0.quarterTurns = 1 }, .init("rotate", "-90") { $0.quarterTurns = 3 },
            .init("rotate", "-180") { $0.quarterTurns = 2 }, .init("rotate", "-720"),
            .init("flip", "1") { $0.flipsHorizontally = true }, .init("flip", ":1") { $0.flipsVertically = true },
            .init("flip", "t:t") { ($0.flipsHorizontally, $0.flipsVertically) = (true, true) },
        ]
}
