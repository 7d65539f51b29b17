extension OptionTable {
    static let factOptions: [URLOption] = [
        fact("size", ["s"], "Bytes of the file.", \.size),
        fact("format", ["f"], "The format's name.", \.format),
        fact("dimensions", ["d"], "Width, height and orientation.", \.dimensions),
        fact("pages_number", ["pn"], "The number of pages or frames.", \.pagesCount),
        fact(
            "colorspace", ["cs"], "The colour space, the name of the profile, and by what the colours are known.",
            \.colorspace),
        URLOption(
            "alpha", ["a"], .facts, "Whether there is an alpha channel.",
            arguments: [
                OptionArgument("alpha", .boolean, default: "false"),
                OptionArgument("check_transparency", .boolean, default: "false", "Whether any pixel is transparent."),
            ],
            skipsEmpty: true,
            action: .apply { values, draft in
                if let flag = values.boolean(0) { draft.info.alpha = flag }
                if let flag = values.boolean(1) { draft.info.checksTransparency = flag }
            }),
        fact("exif", [], "Selected EXIF fields.", \.exif),
        URLOption(
            "average", ["avg"], .facts, "The average colour.",
            arguments: [
                OptionArgument("average", .boolean, default: "false"),
                OptionArgument(
                    "ignore_transparent", .boolean, default: "true", "Leaves out fully transparent pixels."),
            ],
            skipsEmpty: true,
            action: .apply { values, draft in
                if let flag = values.boolean(0) { draft.info.average = flag }
                if let flag = values.boolean(1) { draft.info.averageIgnoresTransparent = flag }
            }),
        URLOption(
            "dominant_colors", ["dc"], .facts, "Vibrant and muted colours: normal, light and dark.",
            arguments: [
                OptionArgument("dominant_colors", .boolean, default: "false"),
                OptionArgument(
                    "build_missed", .boolean, default: "false", "Derives those that the image lacks from the others."),
            ],
            skipsEmpty: true,
            action: .apply { values, draft in
                if let flag = values.boolean(0) { draft.info.dominantColours = flag }
                if let flag = values.boolean(1) { draft.info.buildsMissingColours = flag }
            }),
        URLOption(
            "blurhash", ["bh"], .facts, "The BlurHash with this many components; 0 is off.",
            arguments: [
                OptionArgument("x_components", .integer(0...9), default: "0"),
                OptionArgument("y_components", .integer(0...9), default: "0"),
            ],
            action: .apply { values, draft in
                let (x, y) = (values.integer(0) ?? 0, values.integer(1) ?? 0)
                draft.info.blurhash = x > 0 && y > 0 ? .init(x: x, y: y) : nil
            }),
        fact("thumbhash", ["th"], "The ThumbHash, as base64.", \.thumbhash),
        URLOption(
            "page", ["pg"], .facts, "The page or frame to describe, from 0.",
            arguments: [OptionArgument("page", .count, default: "0")],
            action: .apply { values, draft in
                if let page = values.integer(0) { draft.info.page = page }
            }),
    ]

    static let proFactOptions: [URLOption] = [
        pro("iptc", [], "IPTC fields"), pro("xmp", [], "XMP fields"), pro("video_meta", ["vm"], "facts about videos"),
        pro("detect_objects", ["do"], "detected objects"), pro("classify", ["cl"], "classification of the picture"),
        pro("crop", ["c"], "the position of a crop"), pro("palette", ["p"], "a palette"),
        pro("bands", ["b"], "the number of bands"),
        pro("sample_format", ["sf"], "the sample format"), pro("calc_hashsums", ["chs"], "digests of the source"),
        pro("phash", [], "a perceptual hash"),
        pro("video_thumbnail_second", ["vts"], "stills of videos"),
        pro("video_thumbnail_keyframes", ["vtk"], "stills of videos"),
    ]

    private static func fact(
        _ name: String, _ aliases: [String], _ help: String, _ path: any WritableKeyPath<InfoOptions, Bool> & Sendable
    ) -> URLOption {
        URLOption(
            name, aliases, .facts, help,
            arguments: [OptionArgument(name, .boolean, default: "\(InfoOptions()[keyPath: path])")],
            action: .apply { values, draft in
                if let flag = values.boolean(0) { draft.info[keyPath: path] = flag }
            })
    }
}
