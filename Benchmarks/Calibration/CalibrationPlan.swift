import ImageModel

/// What is made of each source, by name.
enum CalibrationPlan {
    static let all: [(name: String, renditions: [Rendition])] = [
        ("same-800", [Rendition(width: 800)]),
        ("same-full", [Rendition()]),
        ("jpeg-200", [Rendition(width: 200, format: .jpeg)]),
        ("list", [1600, 800, 400, 200].map { Rendition(width: $0, format: .jpeg) }),
        ("webp-800", [Rendition(width: 800, format: .webp)]),
        ("png-800", [Rendition(width: 800, format: .png)]),
        ("avif-400", [Rendition(width: 400, format: .avif)]),
        ("gif-100", [Rendition(width: 100, format: .gif)]),
        ("tiff-800", [Rendition(width: 800, format: .tiff)]),
        ("jxl-400", [Rendition(width: 400, format: .jxl)]),
        ("smart", [smart]),
        ("trim", [trimmed]),
        ("effects", [effects]),
        ("padded", [padded]),
        ("turned", [turned]),
    ]

    private static var smart: Rendition {
        var rendition = Rendition(width: 300, height: 300, fit: .fill, format: .jpeg)
        rendition.gravity = Gravity(.smart)
        return rendition
    }

    private static var trimmed: Rendition {
        var rendition = Rendition(width: 400, format: .jpeg)
        rendition.trim = Trim(threshold: 10)
        return rendition
    }

    private static var effects: Rendition {
        var rendition = Rendition(width: 600, format: .jpeg)
        rendition.effects.blur = 4
        rendition.effects.sharpen = 1
        return rendition
    }

    private static var padded: Rendition {
        var rendition = Rendition(width: 600, format: .png)
        rendition.padding = Padding(top: 20, right: 20, bottom: 20, left: 20)
        return rendition
    }

    private static var turned: Rendition {
        var rendition = Rendition(width: 800, format: .jpeg)
        rendition.quarterTurns = 1
        return rendition
    }
}
