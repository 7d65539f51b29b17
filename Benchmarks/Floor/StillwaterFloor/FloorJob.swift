import ImageModel

/// One job, as a line of fields with tabs between them: repetitions, format, quality, widths with commas between them,
/// `list` or `each`, the source's path, and where the files go (a path without extension, or `-` for nowhere).
struct FloorJob {
    /// How several widths are made.
    enum Mode: String {
        /// From one decode.
        case list
        /// Each on its own.
        case each
    }

    var repetitions: Int
    var format: ImageFormat
    var quality: Int
    var widths: [Int]
    var mode: Mode
    var source: String
    var destination: String?

    /// - Throws: when a field is missing or says nothing that is known.
    init(_ line: String) throws(FloorError) {
        let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        guard fields.count == 7, let repetitions = Int(fields[0]), repetitions > 0,
            let format = ImageFormat(name: fields[1]), let quality = Int(fields[2]),
            let mode = Mode(rawValue: fields[4])
        else { throw FloorError("not a job: \(line)") }
        widths = fields[3].split(separator: ",").compactMap { Int($0) }
        guard !widths.isEmpty else { throw FloorError("no widths: \(line)") }
        self.repetitions = repetitions
        self.format = format
        self.quality = quality
        self.mode = mode
        source = fields[5]
        destination = fields[6] == "-" ? nil : fields[6]
    }
}
