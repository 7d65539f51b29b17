import ImageModel

extension OptionTable {
    private static let fits = Fit.allCases.map(\.rawValue)
    private static let canvas =
        [OptionArgument("extend", .boolean, default: "false")] + OptionArgument.gravity(special: [.focus])
    private static let sides = [
        OptionArgument("width", .count, default: "0", "0 follows from the height."),
        OptionArgument("height", .count, default: "0", "0 follows from the width."),
        OptionArgument("enlarge", .boolean, default: "false"),
    ]

    static let sizeOptions: [URLOption] = [
        URLOption(
            "resize", ["rs"], .size, "Fit, size, enlarge and extend in one.",
            arguments: [OptionArgument("resizing_type", .choice(fits), default: "fit")] + sides + canvas,
            skipsEmpty: true,
            action: .apply { values, draft throws(RequestError) in
                setFit(values, at: 0, &draft)
                try setSize(values, at: 1, &draft)
            }),
        URLOption(
            "size", ["s"], .size, "Size, enlarge and extend in one.", arguments: sides + canvas, skipsEmpty: true,
            action: .apply { values, draft throws(RequestError) in try setSize(values, at: 0, &draft) }),
        URLOption(
            "resizing_type", ["rt"], .size,
            "How the source is fitted to the requested size: `fit` inside, `fill` covers it and crops, `fill-down` is "
                + "`fill` without enlarging, `force` ignores the aspect ratio, `auto` is `fill` if source and result "
                + "are both landscape or both portrait, else `fit`.",
            arguments: [OptionArgument("resizing_type", .choice(fits), default: "fit")],
            scope: .pipeline { $0.fit == .fit ? nil : [$0.fit.rawValue] },
            action: .apply { values, draft in setFit(values, at: 0, &draft) }),
        URLOption(
            "resizing_algorithm", ["ra"], .size, "How values between pixels are interpolated.",
            arguments: [
                OptionArgument(
                    "resizing_algorithm", .choice(Resampling.allCases.map(\.rawValue)), default: "lanczos3")
            ],
            scope: .pipeline { $0.resampling == .lanczos3 ? nil : [$0.resampling.rawValue] },
            action: .apply { values, draft in
                if let resampling = values.text(0).flatMap(Resampling.init) { draft.rendition.resampling = resampling }
            }),
        side("width", "w", "Pixels; 0 follows from the height.", \.width),
        side("height", "h", "Pixels; 0 follows from the width.", \.height),
        side("min-width", "mw", "The result is scaled up to be at least this wide.", \.minimumWidth),
        side("min-height", "mh", "The result is scaled up to be at least this high.", \.minimumHeight),
        URLOption(
            "zoom", ["z"], .size, "Multiplies width and height, but not padding and offsets.",
            arguments: [
                OptionArgument("x", .number(.aboveZero), default: "1"),
                OptionArgument("y", .number(.aboveZero), "Defaults to x."),
            ],
            scope: .pipeline { rendition in
                guard rendition.zoomX != 1 || rendition.zoomY != 1 else { return nil }
                return ["\(NumberText(rendition.zoomX))", "\(NumberText(rendition.zoomY))"]
            },
            action: .apply { values, draft in
                guard let x = values.number(0) else { return }
                draft.rendition.zoomX = x
                draft.rendition.zoomY = values.number(1) ?? x
            }),
        URLOption(
            "dpr", [], .size, "Multiplies width and height, padding, offsets and the watermark.",
            arguments: [OptionArgument("dpr", .number(.aboveZero), default: "1")],
            scope: .pipeline { $0.dpr == 1 ? nil : ["\(NumberText($0.dpr))"] },
            action: .apply { values, draft in
                if let dpr = values.number(0) { draft.rendition.dpr = dpr }
            }),
        URLOption(
            "enlarge", ["el"], .size, "Whether a smaller source is scaled up.",
            arguments: [OptionArgument("enlarge", .boolean, default: "false")],
            scope: .pipeline { $0.enlarges ? ["1"] : nil },
            action: .apply { values, draft in
                if let enlarges = values.boolean(0) { draft.rendition.enlarges = enlarges }
            }),
        URLOption(
            "extend", ["ex"], .size, "Places a picture that does not fill the size on a canvas that does.",
            arguments: canvas,
            scope: .pipeline { $0.extend.map { ["1"] + $0.arguments } },
            action: .apply { values, draft throws(RequestError) in
                draft.rendition.extend = try extending(values, at: 0)
            }),
        URLOption(
            "extend_aspect_ratio", ["extend_ar", "exar"], .size,
            "Places the picture on a canvas with the requested aspect ratio.", arguments: canvas,
            scope: .pipeline { $0.extendAspectRatio.map { ["1"] + $0.arguments } },
            action: .apply { values, draft throws(RequestError) in
                draft.rendition.extendAspectRatio = try extending(values, at: 0)
            }),
    ]

    private static func side(
        _ name: String, _ alias: String, _ help: String, _ path: any WritableKeyPath<Rendition, Int?> & Sendable
    ) -> URLOption {
        URLOption(
            name, [alias], .size, help, arguments: [OptionArgument(name, .count, default: "0")],
            scope: .pipeline { $0[keyPath: path].map { ["\($0)"] } },
            action: .apply { values, draft in
                if let side = values.integer(0) { draft.rendition[keyPath: path] = side == 0 ? nil : side }
            })
    }

    private static func setFit(_ values: ArgumentValues, at index: Int, _ draft: inout RequestDraft) {
        if let fit = values.text(index).flatMap(Fit.init) { draft.rendition.fit = fit }
    }

    /// Width, height, enlarge and extend, from `index` on.
    private static func setSize(
        _ values: ArgumentValues, at index: Int, _ draft: inout RequestDraft
    ) throws(RequestError) {
        if let width = values.integer(index) { draft.rendition.width = width == 0 ? nil : width }
        if let height = values.integer(index + 1) { draft.rendition.height = height == 0 ? nil : height }
        if let enlarges = values.boolean(index + 2) { draft.rendition.enlarges = enlarges }
        if values.boolean(index + 3) != nil { draft.rendition.extend = try extending(values, at: index + 3) }
    }

    /// A boolean and, if it is true, the gravity after it.
    private static func extending(_ values: ArgumentValues, at index: Int) throws(RequestError) -> Gravity? {
        let gravity = try values.gravity(at: index + 1) ?? .centre
        return values.boolean(index) == true ? gravity : nil
    }
}
