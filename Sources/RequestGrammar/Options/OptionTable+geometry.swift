import ImageModel

extension OptionTable {
    static let geometryOptions: [URLOption] = [
        URLOption(
            "gravity", ["g"], .geometry,
            "What to keep when something must be cropped. `sm` keeps the busiest part, `fp:x:y` a point (0…1).",
            arguments: OptionArgument.gravity(),
            scope: .pipeline { $0.gravity == .centre ? nil : $0.gravity.arguments },
            action: .apply { values, draft throws(RequestError) in
                if let gravity = try values.gravity(at: 0) { draft.rendition.gravity = gravity }
            }),
        URLOption(
            "crop", ["c"], .geometry,
            "Uses a part of the source, before resizing: 0 is the whole side, below 1 a share of it, otherwise pixels.",
            arguments: [
                OptionArgument("width", .number(.notNegative), default: "0"),
                OptionArgument("height", .number(.notNegative), default: "0"),
            ] + OptionArgument.gravity(),
            scope: .pipeline { rendition in
                guard let crop = rendition.crop, crop.width != 0 || crop.height != 0 || crop.gravity != nil else {
                    return nil
                }
                return ["\(NumberText(crop.width))", "\(NumberText(crop.height))"] + (crop.gravity?.arguments ?? [])
            },
            action: .apply { values, draft throws(RequestError) in
                var crop = draft.rendition.crop ?? SourceCrop()
                crop.width = values.number(0) ?? 0
                crop.height = values.number(1) ?? 0
                crop.gravity = try values.gravity(at: 2)
                draft.rendition.crop = crop
            }),
        URLOption(
            "crop_aspect_ratio", ["crop_ar", "car"], .geometry,
            "Corrects the area of `crop` to this aspect ratio.",
            arguments: [
                OptionArgument(
                    "aspect_ratio", .number(.notNegative), default: "0",
                    "Width divided by height; 0 leaves the area as it is."),
                OptionArgument(
                    "enlarge", .boolean, default: "false",
                    "The area grows instead of shrinking, up to the whole source."),
            ],
            skipsEmpty: true,
            scope: .pipeline { rendition in
                guard let crop = rendition.crop, crop.aspectRatio != 0 else { return nil }
                return ["\(NumberText(crop.aspectRatio))"] + (crop.enlarges ? ["1"] : [])
            },
            action: .apply { values, draft in
                var crop = draft.rendition.crop ?? SourceCrop()
                if let ratio = values.number(0) { crop.aspectRatio = ratio }
                if let enlarges = values.boolean(1) { crop.enlarges = enlarges }
                draft.rendition.crop = crop
            }),
        URLOption(
            "trim", ["t"], .geometry, "Removes borders of one colour. An empty threshold turns it off.",
            arguments: [
                OptionArgument(
                    "threshold", .number(.notNegative),
                    "How far a pixel may differ from the colour and still count as border."),
                OptionArgument("color", .colour, "Defaults to that of the top left pixel."),
                OptionArgument("equal_hor", .boolean, default: "false", "Trims left and right equally."),
                OptionArgument("equal_ver", .boolean, default: "false", "Trims top and bottom equally."),
            ],
            skipsEmpty: true, scope: .pipeline { $0.trim.map(trimArguments) },
            action: .apply { values, draft in setTrim(values, &draft) }),
        URLOption(
            "padding", ["pd"], .geometry,
            "Pixels around the picture; missing sides are filled in as in CSS.",
            arguments: [
                OptionArgument("top", .count, default: "0"), OptionArgument("right", .count, "As top."),
                OptionArgument("bottom", .count, "As top."), OptionArgument("left", .count, "As right."),
            ],
            skipsEmpty: true,
            scope: .pipeline { rendition in
                let padding = rendition.padding
                guard padding != .none else { return nil }
                return [padding.top, padding.right, padding.bottom, padding.left].map { "\($0)" }
            },
            action: .apply { values, draft in setPadding(values, &draft) }),
        URLOption(
            "auto_rotate", ["ar"], .geometry, "Whether the orientation in the source's metadata is applied.",
            arguments: [OptionArgument("auto_rotate", .boolean, default: "true")],
            scope: .pipeline { $0.autoRotates ? nil : ["0"] },
            action: .apply { values, draft in
                if let rotates = values.boolean(0) { draft.rendition.autoRotates = rotates }
            }),
        URLOption(
            "rotate", ["rot"], .geometry,
            "Rotates clockwise by a multiple of 90 degrees, after the orientation is applied.",
            arguments: [OptionArgument("rotate", .integer(-NumberRange.limit...NumberRange.limit), default: "0")],
            scope: .pipeline { $0.quarterTurns == 0 ? nil : ["\($0.quarterTurns * 90)"] },
            action: .apply { values, draft throws(RequestError) in
                guard let angle = values.integer(0) else { return }
                guard angle.isMultiple(of: 90) else {
                    throw RequestError(.invalidArgument, "expected a multiple of 90, got \(angle)")
                }
                draft.rendition.quarterTurns = (angle / 90 % 4 + 4) % 4
            }),
        URLOption(
            "flip", ["fl"], .geometry, "Mirrors the picture.",
            arguments: [
                OptionArgument("horizontal", .boolean, default: "false", "Swaps left and right."),
                OptionArgument("vertical", .boolean, default: "false", "Swaps top and bottom."),
            ],
            skipsEmpty: true,
            scope: .pipeline { rendition in
                guard rendition.flipsHorizontally || rendition.flipsVertically else { return nil }
                return [rendition.flipsHorizontally ? "1" : "0", rendition.flipsVertically ? "1" : "0"]
            },
            action: .apply { values, draft in
                if let flips = values.boolean(0) { draft.rendition.flipsHorizontally = flips }
                if let flips = values.boolean(1) { draft.rendition.flipsVertically = flips }
            }),
    ]

    private static func trimArguments(_ trim: Trim) -> [String] {
        [
            "\(NumberText(trim.threshold))", trim.colour?.hexadecimal ?? "", trim.isEqualHorizontally ? "1" : "0",
            trim.isEqualVertically ? "1" : "0",
        ]
    }

    private static func setTrim(_ values: ArgumentValues, _ draft: inout RequestDraft) {
        guard let threshold = values.number(0) else {
            draft.rendition.trim = nil
            return
        }
        var trim = draft.rendition.trim ?? Trim(threshold: threshold)
        trim.threshold = threshold
        if let colour = values.colour(1) { trim.colour = colour }
        if let isEqual = values.boolean(2) { trim.isEqualHorizontally = isEqual }
        if let isEqual = values.boolean(3) { trim.isEqualVertically = isEqual }
        draft.rendition.trim = trim
    }

    private static func setPadding(_ values: ArgumentValues, _ draft: inout RequestDraft) {
        var padding = draft.rendition.padding
        if let top = values.integer(0) { padding = Padding(top: top, right: top, bottom: top, left: top) }
        if let right = values.integer(1) { (padding.right, padding.left) = (right, right) }
        if let bottom = values.integer(2) { padding.bottom = bottom }
        if let left = values.integer(3) { padding.left = left }
        draft.rendition.padding = padding
    }
}
