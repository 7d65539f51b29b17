import ImageModel

extension OptionTable {
    static let watermarkOptions: [URLOption] = [
        URLOption(
            "watermark", ["wm"], .watermark,
            "Overlays the watermark. The sixth and seventh arguments have no effect.",
            arguments: [
                OptionArgument(
                    "opacity", .number(.share), default: "0", "Multiplied by the configured opacity; 0 is off."),
                OptionArgument(
                    "position", .anchor(special: [.tiled]), default: "ce", "`re` repeats it all over the picture."),
                OptionArgument(
                    "x", .number(.any), default: "0", "Pixels if 1 or more, else a share; with `re`, the gap."),
                OptionArgument("y", .number(.any), default: "0"),
                OptionArgument(
                    "scale", .number(.notNegative), default: "0",
                    "The size as a share of the picture's; 0 keeps the watermark's own."),
                OptionArgument("unused1", .text), OptionArgument("unused2", .text),
            ],
            skipsEmpty: true,
            scope: .pipeline { $0.watermark.map(watermarkArguments) },
            action: .apply { values, draft in setWatermark(values, &draft) }),
        URLOption(
            "watermark_url", ["wmu"], .watermark,
            "The picture to use as the watermark, as URL-safe base64 of its URL; empty: the configured one.",
            arguments: [OptionArgument("watermark_url", .encodedText)],
            scope: .pipeline { rendition in (rendition.watermark?.url).map { [Base64URL.encoded($0.utf8)] } },
            action: .apply { values, draft in
                let url = values.text(0) ?? ""
                draft.pipeline.watermarkURL = url.isEmpty ? nil : url
            }),
    ]

    private static func watermarkArguments(_ watermark: Watermark) -> [String] {
        let placed: [String]
        switch watermark.position {
        case .at(let gravity):
            placed = [
                AnchorNames.name(of: gravity.anchor), "\(NumberText(gravity.offsetX))",
                "\(NumberText(gravity.offsetY))",
            ]
        case .tiled(let gapX, let gapY):
            placed = [ArgumentKind.SpecialAnchor.tiled.rawValue, "\(NumberText(gapX))", "\(NumberText(gapY))"]
        }
        return ["\(NumberText(watermark.opacity))"] + placed + ["\(NumberText(watermark.scale))"]
    }

    /// What is not given keeps the value of an earlier watermark.
    private static func setWatermark(_ values: ArgumentValues, _ draft: inout RequestDraft) {
        var watermark = draft.rendition.watermark ?? Watermark(opacity: 0)
        if let opacity = values.number(0) { watermark.opacity = opacity }
        if let scale = values.number(4) { watermark.scale = scale }
        let earlier: (name: String, x: Double, y: Double) =
            switch watermark.position {
            case .at(let gravity): (AnchorNames.name(of: gravity.anchor), gravity.offsetX, gravity.offsetY)
            case .tiled(let x, let y): (ArgumentKind.SpecialAnchor.tiled.rawValue, x, y)
            }
        let name = values.text(1) ?? earlier.name
        let (x, y) = (values.number(2) ?? earlier.x, values.number(3) ?? earlier.y)
        watermark.position =
            name == ArgumentKind.SpecialAnchor.tiled.rawValue
            ? .tiled(gapX: x, gapY: y)
            : .at(Gravity(AnchorNames.anchor(named: name) ?? .centre, offsetX: x, offsetY: y))
        draft.rendition.watermark = watermark
    }
}
