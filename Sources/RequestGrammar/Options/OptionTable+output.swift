import ImageModel

extension OptionTable {
    static let outputOptions: [URLOption] =
        [
            URLOption(
                "format", ["f", "ext"], .output,
                "The format of the result; equivalent to an extension after the source.",
                arguments: [OptionArgument("format", .format)],
                scope: .shared { $0.format.map { [$0.rawValue] } },
                action: .apply { values, draft in
                    if let format = values.format(0) { draft.shared.format = format }
                }),
            URLOption(
                "quality", ["q"], .output, "1 to 100; 0 uses the default for the format.",
                arguments: [OptionArgument("quality", .integer(0...100), default: "0")],
                scope: .shared { $0.quality.map { ["\($0)"] } },
                action: .apply { values, draft in
                    if let quality = values.integer(0) { draft.shared.quality = quality == 0 ? nil : quality }
                }),
            URLOption(
                "format_quality", ["fq"], .output,
                "The quality by format, used if `quality` is not given; 0 uses the default for the format.",
                repeated: [OptionArgument("format", .format), OptionArgument("quality", .integer(0...100))],
                scope: .shared { rendition in
                    let qualities = rendition.output.qualities.sorted { $0.key.rawValue < $1.key.rawValue }
                    return qualities.isEmpty ? nil : qualities.flatMap { [$0.key.rawValue, "\($0.value)"] }
                },
                action: .apply { values, draft in
                    for index in stride(from: 0, to: values.count, by: 2) {
                        guard let format = values.format(index), let quality = values.integer(index + 1) else {
                            continue
                        }
                        draft.shared.output.qualities[format] = quality == 0 ? nil : quality
                    }
                }),
            URLOption(
                "autoquality", ["aq"], .output,
                "Searches for the quality: `size` meets a maximum file size, `dssim` a maximum visible difference.",
                arguments: [
                    OptionArgument("method", .choice(["none", "size", "dssim"]), default: "none"),
                    OptionArgument(
                        "target", .number(.aboveZero), default: "0.02", "Bytes for `size`, DSSIM for `dssim`."),
                    OptionArgument("min_quality", .integer(1...100), default: "70"),
                    OptionArgument("max_quality", .integer(1...100), default: "80"),
                    OptionArgument("allowed_error", .number(.notNegative), default: "0.001"),
                ],
                skipsEmpty: true, scope: .shared { $0.output.autoQuality.flatMap(autoQualityArguments) },
                action: .apply { values, draft throws(RequestError) in
                    draft.shared.output.autoQuality = try autoQuality(values, draft.shared.output.autoQuality)
                }),
            URLOption(
                "max_bytes", ["mb"], .output, "Lowers the quality until the file is at most this large; 0 is off.",
                arguments: [OptionArgument("max_bytes", .count, default: "0")],
                scope: .shared { $0.output.maximumBytes == 0 ? nil : ["\($0.output.maximumBytes)"] },
                action: .apply { values, draft in
                    if let bytes = values.integer(0) { draft.shared.output.maximumBytes = bytes }
                }),
            flag("strip_metadata", "sm", "Removes EXIF, XMP and IPTC.", \.stripsMetadata),
            flag("keep_copyright", "kcr", "Keeps copyright and artist when metadata is removed.", \.keepsCopyright),
            flag("strip_color_profile", "scp", "Converts colours to sRGB and removes the profile.", \.stripsProfile),
            flag("preserve_hdr", "ph", "Keeps 16-bit samples if the format supports them.", \.keepsHighDynamicRange),
            URLOption(
                "dpi", [], .output, "The dots per inch stated in the file; 0 states none.",
                arguments: [OptionArgument("dpi", .number(.notNegative), default: "0")],
                scope: .shared { $0.output.dotsPerInch == 0 ? nil : ["\(NumberText($0.output.dotsPerInch))"] },
                action: .apply { values, draft in
                    if let dpi = values.number(0) { draft.shared.output.dotsPerInch = dpi }
                }),
            URLOption(
                "enforce_thumbnail", ["eth"], .output,
                "Uses the thumbnail inside an AVIF or HEIC source, if it has one.",
                arguments: [OptionArgument("enforce_thumbnail", .boolean, default: "false")],
                scope: .pipeline { $0.usesEmbeddedThumbnail ? ["1"] : nil },
                action: .apply { values, draft in
                    if let uses = values.boolean(0) { draft.rendition.usesEmbeddedThumbnail = uses }
                }),
            URLOption(
                "page", ["pg"], .output, "The first page or frame of the source to use, from 0.",
                arguments: [OptionArgument("page", .count, default: "0")],
                scope: .shared { $0.page == 0 ? nil : ["\($0.page)"] },
                action: .apply { values, draft in
                    if let page = values.integer(0) { draft.shared.page = page }
                }),
            URLOption(
                "pages", ["pgs"], .output, "How many pages to use, stacked vertically.",
                arguments: [OptionArgument("pages", .integer(1...NumberRange.limit), default: "1")],
                scope: .shared { $0.pages == 1 ? nil : ["\($0.pages)"] },
                action: .apply { values, draft in
                    if let pages = values.integer(0) { draft.shared.pages = pages }
                }),
            URLOption(
                "disable_animation", ["da"], .output, "Treats an animation as separate pages.",
                arguments: [OptionArgument("disable_animation", .boolean, default: "false")],
                scope: .shared { $0.disablesAnimation ? ["1"] : nil },
                action: .apply { values, draft in
                    if let disables = values.boolean(0) { draft.shared.disablesAnimation = disables }
                }),
        ] + encoderOptions

    /// An output switch whose canonical text is present only if it differs from the default.
    private static func flag(
        _ name: String, _ alias: String, _ help: String, _ path: any WritableKeyPath<OutputOptions, Bool> & Sendable
    ) -> URLOption {
        let standard = OutputOptions.standard[keyPath: path]
        return URLOption(
            name, [alias], .output, help,
            arguments: [OptionArgument(name, .boolean, default: "\(standard)")],
            scope: .shared { rendition in
                let flag = rendition.output[keyPath: path]
                return flag == standard ? nil : [flag ? "1" : "0"]
            },
            action: .apply { values, draft in
                if let flag = values.boolean(0) { draft.shared.output[keyPath: path] = flag }
            })
    }

    private static func autoQualityArguments(_ search: OutputOptions.AutoQuality) -> [String]? {
        let method: [String]
        switch search.method {
        case .none: return nil
        case .size(let bytes): method = ["size", "\(bytes)"]
        case .dssim(let target): method = ["dssim", "\(NumberText(target))"]
        }
        return method + ["\(search.minimumQuality)", "\(search.maximumQuality)", "\(NumberText(search.allowedError))"]
    }

    private static func autoQuality(
        _ values: ArgumentValues, _ earlier: OutputOptions.AutoQuality?
    ) throws(RequestError) -> OutputOptions.AutoQuality? {
        let method = try autoQualityMethod(values, earlier?.method ?? .none)
        var search = earlier ?? OutputOptions.AutoQuality(method: method)
        search.method = method
        if let quality = values.integer(2) { (search.minimumQuality, search.minimumQualities) = (quality, [:]) }
        if let quality = values.integer(3) { (search.maximumQuality, search.maximumQualities) = (quality, [:]) }
        if let error = values.number(4) { search.allowedError = error }
        guard search.minimumQuality <= search.maximumQuality else {
            throw RequestError(
                .invalidArgument,
                "expected min_quality at most max_quality, got \(search.minimumQuality) and \(search.maximumQuality)"
            )
        }
        return method == .none ? nil : search
    }

    private static func autoQualityMethod(
        _ values: ArgumentValues, _ earlier: OutputOptions.AutoQuality.Method
    ) throws(RequestError) -> OutputOptions.AutoQuality.Method {
        let target = values.number(1)
        switch (values.text(0), earlier) {
        case ("size", .size(let bytes)), (nil, .size(let bytes)):
            return .size(bytes: try target.map(wholeBytes) ?? bytes)
        case ("size", _):
            guard let target else {
                throw RequestError(.invalidArgument, "target: method size needs a number of bytes")
            }
            return .size(bytes: try wholeBytes(target))
        case ("dssim", .dssim(let earlier)), (nil, .dssim(let earlier)): return .dssim(target: target ?? earlier)
        case ("dssim", _): return .dssim(target: target ?? 0.02)
        default: return .none
        }
    }

    private static func wholeBytes(_ target: Double) throws(RequestError) -> Int {
        guard target >= 1, target == target.rounded() else {
            throw RequestError(
                .invalidArgument,
                "target: expected an integer from 1 to \(NumberRange.limit), got \(NumberText(target))")
        }
        return Int(target)
    }
}
