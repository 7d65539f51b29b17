extension OptionTable {
    /// Options that replace configured limits; the configuration must allow them.
    static let limitOptions: [URLOption] =
        infoLimitOptions + [
            limit(
                "max_animation_frames", "maf", "Maximum number of frames of an animation; the rest are dropped.",
                \.animationFrames),
            limit(
                "max_animation_frame_resolution", "mafr",
                "Maximum megapixels of one frame of an animation; 0 means no limit.",
                \.frameMegapixels),
            limit(
                "max_result_dimension", "mrd",
                "Maximum length of the result's longer side in pixels; 0 means no limit.", \.resultSide),
        ]

    static let infoLimitOptions: [URLOption] = [
        limit("max_src_resolution", "msr", "Maximum megapixels of the source; 0 means no limit.", \.sourceMegapixels),
        limit(
            "max_src_file_size", "msfs", "Maximum bytes of the source; 0 means no limit.", \.sourceBytes,
            highest: 1 << 53),
    ]

    private static func limit(
        _ name: String, _ alias: String, _ help: String,
        _ path: any WritableKeyPath<RequestOptions.Limits, Int?> & Sendable, highest: Int = NumberRange.limit
    ) -> URLOption {
        URLOption(
            name, [alias], .limits, help, arguments: [OptionArgument(name, .integer(0...highest))], isSecurity: true,
            scope: .request { $0.limits[keyPath: path].map { ["\($0)"] } },
            action: .apply { values, draft in draft.options.limits[keyPath: path] = values.integer(0) })
    }

    private static func limit(
        _ name: String, _ alias: String, _ help: String,
        _ path: any WritableKeyPath<RequestOptions.Limits, Double?> & Sendable
    ) -> URLOption {
        URLOption(
            name, [alias], .limits, help, arguments: [OptionArgument(name, .number(.notNegative))], isSecurity: true,
            scope: .request { $0.limits[keyPath: path].map { ["\(NumberText($0))"] } },
            action: .apply { values, draft in draft.options.limits[keyPath: path] = values.number(0) })
    }
}
