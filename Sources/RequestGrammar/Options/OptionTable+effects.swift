import ImageModel

extension OptionTable {
    private static let brightness = OptionArgument(
        "brightness", .integer(-255...255), default: "0", "Levels to add.")
    private static let contrast = OptionArgument("contrast", .number(.notNegative), default: "1", "A factor.")
    private static let saturation = OptionArgument("saturation", .number(.notNegative), default: "1", "A factor.")

    static let effectOptions: [URLOption] = [
        URLOption(
            "background", ["bg"], .effects,
            "The colour behind transparent pixels and around the picture: `ff8800`, or red, green and blue from 0 to 255; "
                + "empty keeps them transparent.",
            arguments: [
                OptionArgument("color", .text, takesEmpty: true), OptionArgument("green", .integer(0...255)),
                OptionArgument("blue", .integer(0...255)),
            ],
            scope: .pipeline { $0.background.map { [$0.hexadecimal] } },
            action: .apply { values, draft throws(RequestError) in draft.rendition.background = try background(values) }
        ),
        URLOption(
            "background_alpha", ["bga"], .effects, "How opaque the background is.",
            arguments: [OptionArgument("background_alpha", .number(.share), default: "1")],
            scope: .pipeline { $0.backgroundAlpha == 1 ? nil : ["\(NumberText($0.backgroundAlpha))"] },
            action: .apply { values, draft in
                if let alpha = values.number(0) { draft.rendition.backgroundAlpha = alpha }
            }),
        URLOption(
            "adjust", ["a"], .effects, "Brightness, contrast and saturation in one.",
            arguments: [brightness, contrast, saturation], skipsEmpty: true,
            action: .apply { values, draft in
                if let levels = values.integer(0) { draft.rendition.effects.brightness = levels }
                if let factor = values.number(1) { draft.rendition.effects.contrast = factor }
                if let factor = values.number(2) { draft.rendition.effects.saturation = factor }
            }),
        URLOption(
            "brightness", ["br"], .effects, "Adds to all levels.", arguments: [brightness],
            scope: .pipeline { $0.effects.brightness == 0 ? nil : ["\($0.effects.brightness)"] },
            action: .apply { values, draft in
                if let levels = values.integer(0) { draft.rendition.effects.brightness = levels }
            }),
        factor(
            "contrast", "co", "Multiplies the difference between light and dark; 1 changes nothing.", \.contrast, off: 1
        ),
        factor("saturation", "sa", "Multiplies the saturation; 0 is grey, 1 changes nothing.", \.saturation, off: 1),
        URLOption(
            "monochrome", ["mc"], .effects, "Turns the picture into shades of one colour.",
            arguments: [
                OptionArgument("intensity", .number(.share), default: "0", "0 is off."),
                OptionArgument("color", .colour, default: "b3b3b3"),
            ],
            skipsEmpty: true,
            scope: .pipeline { rendition in
                rendition.effects.monochrome.map { ["\(NumberText($0.intensity))", $0.colour.hexadecimal] }
            },
            action: .apply { values, draft in
                guard let intensity = values.number(0) else { return }
                let colour = values.colour(1) ?? Colour(red: 0xb3, green: 0xb3, blue: 0xb3)
                draft.rendition.effects.monochrome = intensity == 0 ? nil : .init(intensity: intensity, colour: colour)
            }),
        URLOption(
            "duotone", ["dt"], .effects, "Maps dark tones to one colour and light tones to another.",
            arguments: [
                OptionArgument("intensity", .number(.share), default: "0", "0 is off."),
                OptionArgument("color1", .colour, default: "000000", "For dark tones."),
                OptionArgument("color2", .colour, default: "ffffff", "For light tones."),
            ],
            skipsEmpty: true,
            scope: .pipeline { rendition in
                rendition.effects.duotone.map {
                    ["\(NumberText($0.intensity))", $0.shadows.hexadecimal, $0.highlights.hexadecimal]
                }
            },
            action: .apply { values, draft in
                guard let intensity = values.number(0) else { return }
                draft.rendition.effects.duotone =
                    intensity == 0
                    ? nil
                    : .init(
                        intensity: intensity, shadows: values.colour(1) ?? .black,
                        highlights: values.colour(2) ?? .white)
            }),
        factor("blur", "bl", "Gaussian blur; sigma in pixels, 0 is off.", \.blur, off: 0),
        factor(
            "sharpen", "sh",
            "Sharpens; sigma in pixels, 0 is off. Values above 10, after multiplying by `dpr`, have no further effect.",
            \.sharpen, off: 0),
        URLOption(
            "pixelate", ["pix"], .effects, "Turns the picture into squares of this many pixels; 1 or less is off.",
            arguments: [OptionArgument("pixelate", .count, default: "1")],
            scope: .pipeline { $0.effects.pixelate <= 1 ? nil : ["\($0.effects.pixelate)"] },
            action: .apply { values, draft in
                if let side = values.integer(0) { draft.rendition.effects.pixelate = max(side, 1) }
            }),
        URLOption(
            "blur_areas", ["ba"], .effects, "Blurs rectangles, given as shares of the picture's sides.",
            arguments: [OptionArgument("sigma", .number(.notNegative), default: "0", "In pixels; 0 is off.")],
            repeated: ["left", "top", "width", "height"].map { OptionArgument($0, .number(.share)) },
            scope: .pipeline { $0.effects.blurAreas.isEmpty ? nil : blurAreasArguments($0.effects) },
            action: .apply { values, draft in setBlurAreas(values, &draft) }),
        URLOption(
            "gradient", ["gr"], .effects, "Overlays a colour that fades in across the picture.",
            arguments: [
                OptionArgument("opacity", .number(.share), default: "0", "0 is off."),
                OptionArgument("color", .colour, default: "000000"),
                OptionArgument(
                    "direction", .text, default: "down",
                    "`down`, `left`, `up`, `right`, or degrees clockwise from down."),
                OptionArgument("start", .number(.share), default: "0", "Where it begins, as a share of the distance."),
                OptionArgument("stop", .number(.share), default: "1", "Where the colour reaches its full opacity."),
            ],
            skipsEmpty: true, scope: .pipeline { $0.effects.gradient.map(gradientArguments) },
            action: .apply { values, draft throws(RequestError) in
                guard let opacity = values.number(0) else { return }
                let gradient = try gradient(values, opacity: opacity)
                draft.rendition.effects.gradient = opacity == 0 ? nil : gradient
            }),
    ]

    /// An effect with one number, which is off or changes nothing at `off`.
    private static func factor(
        _ name: String, _ alias: String, _ help: String, _ path: any WritableKeyPath<Effects, Double> & Sendable,
        off: Double
    ) -> URLOption {
        URLOption(
            name, [alias], .effects, help,
            arguments: [OptionArgument(name, .number(.notNegative), default: "\(NumberText(off))")],
            scope: .pipeline { rendition in
                let number = rendition.effects[keyPath: path]
                return number == off ? nil : ["\(NumberText(number))"]
            },
            action: .apply { values, draft in
                if let number = values.number(0) { draft.rendition.effects[keyPath: path] = number }
            })
    }

    private static func background(_ values: ArgumentValues) throws(RequestError) -> Colour? {
        let first = values.text(0) ?? ""
        switch values.count {
        case 1 where first.isEmpty: return nil
        case 1:
            guard let colour = ArgumentText.colour(first) else {
                throw RequestError(
                    .invalidArgument,
                    "expected \(ArgumentKind.colour.expectation), or red, green and blue from 0 to 255, "
                        + "got \"\(Excerpt(first))\"")
            }
            return colour
        default:
            let level = try ArgumentText(text: first, origin: .url).value(as: .integer(0...255))
            guard case .integer(let red) = level, let green = values.integer(1), let blue = values.integer(2) else {
                throw RequestError(.invalidArgument, "expected one colour, or red, green and blue; got two arguments")
            }
            return Colour(red: red, green: green, blue: blue)
        }
    }

    private static func blurAreasArguments(_ effects: Effects) -> [String] {
        let sides = effects.blurAreas.flatMap { [$0.left, $0.top, $0.width, $0.height] }
        return ([effects.blurAreasSigma] + sides).map { "\(NumberText($0))" }
    }

    private static func setBlurAreas(_ values: ArgumentValues, _ draft: inout RequestDraft) {
        let sigma = values.number(0) ?? 0
        var areas: [Effects.BlurArea] = []
        for index in stride(from: 1, to: values.count, by: 4) where sigma > 0 {
            guard let left = values.number(index), let top = values.number(index + 1),
                let width = values.number(index + 2), let height = values.number(index + 3)
            else { continue }
            areas.append(.init(left: left, top: top, width: width, height: height))
        }
        draft.rendition.effects.blurAreas = areas
        draft.rendition.effects.blurAreasSigma = areas.isEmpty ? 0 : sigma
    }

    private static func gradientArguments(_ gradient: Effects.Gradient) -> [String] {
        let numbers = [gradient.angle, gradient.start, gradient.stop].map { "\(NumberText($0))" }
        return ["\(NumberText(gradient.opacity))", gradient.colour.hexadecimal] + numbers
    }

    private static func gradient(_ values: ArgumentValues, opacity: Double) throws(RequestError) -> Effects.Gradient {
        let angles = ["down": 0.0, "left": 90, "up": 180, "right": 270]
        let direction = values.text(2) ?? "down"
        guard let angle = angles[direction] ?? ArgumentText.number(direction) else {
            throw RequestError(
                .invalidArgument, "direction: expected down, left, up, right or degrees, got \"\(Excerpt(direction))\"")
        }
        // Full turns change nothing, and would make equal requests look different.
        let turned = angle.truncatingRemainder(dividingBy: 360)
        return Effects.Gradient(
            opacity: opacity, colour: values.colour(1) ?? .black, angle: turned < 0 ? turned + 360 : turned,
            start: values.number(3) ?? 0, stop: values.number(4) ?? 1)
    }
}
