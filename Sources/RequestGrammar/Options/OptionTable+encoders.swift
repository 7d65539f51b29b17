import ImageModel

extension OptionTable {
    private static let subsampling = OutputOptions.Subsampling.allCases.map(\.rawValue)
    private static let subsamplingHelp =
        "Whether colours are stored at half the sides (4:2:0); auto keeps them at full resolution from quality 90 on, and "
        + "where text or lines in colours would suffer."

    /// Options of one encoder each; those not given keep their configured values.
    static let encoderOptions: [URLOption] = [
        URLOption(
            "jpeg_options", ["jpgo"], .output,
            "How JPEG is written. `trellis_quant`, `overshoot_deringing`, `optimize_scans` and `quant_table` belong to an "
                + "encoder that is not used here, and must be empty, false or 0.",
            arguments: [
                OptionArgument("progressive", .boolean),
                OptionArgument("no_subsample", .boolean, "True is subsample off, false is auto."),
                OptionArgument("trellis_quant", .boolean), OptionArgument("overshoot_deringing", .boolean),
                OptionArgument("optimize_scans", .boolean), OptionArgument("quant_table", .integer(0...8)),
                OptionArgument(
                    "optimize_coding", .boolean, "Uses Huffman tables made for the picture; not in imgproxy."),
                OptionArgument(
                    "subsample", .choice(subsampling),
                    "Used instead of no_subsample; not in imgproxy. " + subsamplingHelp),
            ],
            skipsEmpty: true, scope: .shared { jpegArguments($0.output.jpeg) },
            action: .apply { values, draft throws(RequestError) in try setJPEG(values, &draft.shared.output.jpeg) }),
        URLOption(
            "png_options", ["pngo"], .output, "How PNG is written.",
            arguments: [
                OptionArgument("interlaced", .boolean), OptionArgument("quantize", .boolean, "Writes a palette."),
                OptionArgument("quantization_colors", .integer(2...256), default: "256"),
            ],
            skipsEmpty: true,
            scope: .shared { rendition in
                let png = rendition.output.png
                return given([flagText(png.interlaced), flagText(png.quantises), png.colours.map { "\($0)" }])
            },
            action: .apply { values, draft in
                if let flag = values.boolean(0) { draft.shared.output.png.interlaced = flag }
                if let flag = values.boolean(1) { draft.shared.output.png.quantises = flag }
                if let colours = values.integer(2) { draft.shared.output.png.colours = colours }
            }),
        URLOption(
            "webp_options", ["webpo"], .output, "How WebP is written.",
            arguments: [
                OptionArgument("compression", .choice(OutputOptions.WebPCompression.allCases.map(\.rawValue))),
                OptionArgument("smart_subsample", .boolean),
                OptionArgument("preset", .choice(OutputOptions.WebPPreset.allCases.map(\.rawValue))),
                OptionArgument("effort", .integer(0...6), "Trades time for size; not in imgproxy."),
            ],
            skipsEmpty: true,
            scope: .shared { rendition in
                let webp = rendition.output.webp
                return given([
                    webp.compression?.rawValue, flagText(webp.smartSubsampling), webp.preset?.rawValue,
                    webp.effort.map { "\($0)" },
                ])
            },
            action: .apply { values, draft in
                let compression = values.text(0).flatMap(OutputOptions.WebPCompression.init)
                if let compression { draft.shared.output.webp.compression = compression }
                if let flag = values.boolean(1) { draft.shared.output.webp.smartSubsampling = flag }
                let preset = values.text(2).flatMap(OutputOptions.WebPPreset.init)
                if let preset { draft.shared.output.webp.preset = preset }
                if let effort = values.integer(3) { draft.shared.output.webp.effort = effort }
            }),
        URLOption(
            "avif_options", ["avifo"], .output, "How AVIF is written.",
            arguments: [
                OptionArgument("subsample", .choice(subsampling), subsamplingHelp),
                OptionArgument("speed", .integer(0...9), "9 is the fastest; not in imgproxy."),
            ],
            skipsEmpty: true,
            scope: .shared { rendition in
                let avif = rendition.output.avif
                return given([avif.subsampling?.rawValue, avif.speed.map { "\($0)" }])
            },
            action: .apply { values, draft in
                let subsampling = values.text(0).flatMap(OutputOptions.Subsampling.init)
                if let subsampling { draft.shared.output.avif.subsampling = subsampling }
                if let speed = values.integer(1) { draft.shared.output.avif.speed = speed }
            }),
    ]

    private static func flagText(_ flag: Bool?) -> String? { flag.map { $0 ? "1" : "0" } }

    /// The arguments up to the last one present, with empty ones in between; `nil` if there are none.
    private static func given(_ arguments: [String?]) -> [String]? {
        arguments.lastIndex { $0 != nil }.map { last in arguments[...last].map { $0 ?? "" } }
    }

    private static func jpegArguments(_ jpeg: OutputOptions.JPEG) -> [String]? {
        given([
            flagText(jpeg.progressive), nil, nil, nil, nil, nil, flagText(jpeg.optimisesTables),
            jpeg.subsampling?.rawValue,
        ])
    }

    private static func setJPEG(_ values: ArgumentValues, _ jpeg: inout OutputOptions.JPEG) throws(RequestError) {
        for (index, name) in [(2, "trellis_quant"), (3, "overshoot_deringing"), (4, "optimize_scans")]
        where values.boolean(index) == true {
            throw RequestError(.proOnly, "\(name): is not supported here; leave it empty or false")
        }
        if let table = values.integer(5), table != 0 {
            throw RequestError(.proOnly, "quant_table: only table 0 is supported here")
        }
        if let flag = values.boolean(0) { jpeg.progressive = flag }
        if let flag = values.boolean(1) { jpeg.subsampling = flag ? .off : .auto }
        if let flag = values.boolean(6) { jpeg.optimisesTables = flag }
        if let subsampling = values.text(7).flatMap(OutputOptions.Subsampling.init) { jpeg.subsampling = subsampling }
    }
}
