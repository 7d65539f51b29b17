import ImageModel

@testable import RequestGrammar

extension OptionCase {
    static let size: [OptionCase] = [
        .init("resize", "fill") { $0.fit = .fill },
        .init("resize", "fill:300:400:1:1:no:3:4") {
            ($0.fit, $0.width, $0.height, $0.enlarges) = (.fill, 300, 400, true)
            $0.extend = Gravity(.north, offsetX: 3, offsetY: 4)
        },
        .init("resize", ":300::t") { ($0.width, $0.enlarges) = (300, true) },
        .init("resize", "auto:0:5:0:0:no") { ($0.fit, $0.height) = (.auto, 5) },
        .init("resize", "::::yes:no"),
        .init("resize", "fit:0:5:0:1:no::9") { ($0.height, $0.extend) = (5, Gravity(.north, offsetY: 9)) },
        .init("size", "5:::1:fp::1") { ($0.width, $0.extend) = (5, Gravity(.focus(x: 0, y: 1))) },
        .init("size", "300") { $0.width = 300 },
        .init("size", ":400:true:true:fp:0.5:1") {
            ($0.height, $0.enlarges, $0.extend) = (400, true, Gravity(.focus(x: 0.5, y: 1)))
        },
        .init("size", "1:2:0:1") { ($0.width, $0.height, $0.extend) = (1, 2, .centre) },
        .init("resizing_type", "fit"),
        .init("resizing_type", "fill") { $0.fit = .fill },
        .init("resizing_type", "fill-down") { $0.fit = .fillDown },
        .init("resizing_type", "force") { $0.fit = .force },
        .init("resizing_type", "auto") { $0.fit = .auto },
        .init("resizing_algorithm", "nearest") { $0.resampling = .nearest },
        .init("resizing_algorithm", "lanczos3"),
        .init("width", "0"), .init("width", "1") { $0.width = 1 },
        .init("width", "2147483647") { $0.width = 2_147_483_647 },
        .init("height", "0"), .init("height", "77") { $0.height = 77 },
        .init("min-width", "5") { $0.minimumWidth = 5 }, .init("min-width", "0"),
        .init("min-height", "6") { $0.minimumHeight = 6 },
        .init("zoom", "1.5") { ($0.zoomX, $0.zoomY) = (1.5, 1.5) },
        .init("zoom", "0.5:2") { ($0.zoomX, $0.zoomY) = (0.5, 2) },
        .init("dpr", "2.5") { $0.dpr = 2.5 },
        .init("enlarge", "1") { $0.enlarges = true }, .init("enlarge", "maybe"),
        .init("extend", "1") { $0.extend = .centre },
        .init("extend", "t:soea:-5:0.25") { $0.extend = Gravity(.southEast, offsetX: -5, offsetY: 0.25) },
        .init("extend", "0:no"),
        .init("extend", "1:no::0.1") { $0.extend = Gravity(.north, offsetY: 0.1) },
        .init("extend_aspect_ratio", "1:we:7:") { $0.extendAspectRatio = Gravity(.west, offsetX: 7) },
        .init("extend_aspect_ratio", "1:fp:0:1") { $0.extendAspectRatio = Gravity(.focus(x: 0, y: 1)) },
        .init("extend_aspect_ratio", "True") { $0.extendAspectRatio = .centre },
    ]
}
