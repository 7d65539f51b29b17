/// Reads profile.proto, compressed or not: our own files and those of other writers.
///
/// Parts that none of our reports uses (`drop_frames`, `keep_frames`, the documentation URL) are skipped, as readers of
/// protocol buffers skip unknown fields.
struct ProfileDecoder {
    private var strings: [String] = []
    private var mappingIndices: [UInt64: Int] = [:]
    private var functionIndices: [UInt64: Int] = [:]
    private var locationIndices: [UInt64: Int] = [:]

    /// A message whose parts can be interpreted once all strings and ids are known.
    private struct Parts {
        var types: [ArraySlice<UInt8>] = []
        var samples: [ArraySlice<UInt8>] = []
        var mappings: [ArraySlice<UInt8>] = []
        var locations: [ArraySlice<UInt8>] = []
        var functions: [ArraySlice<UInt8>] = []
        var periodType: ArraySlice<UInt8>?
        var numbers: [UInt64: Int64] = [:]
        var comments: [UInt64] = []
    }

    /// The profile in `file`.
    ///
    /// - Throws: `malformed`.
    static func decode(_ file: [UInt8]) throws(ProfilingError) -> Profile {
        let message = file.starts(with: [0x1F, 0x8B]) ? try Gzip.decompress(file) : file
        guard !message.isEmpty else { throw ProfilingError(.malformed, "Not a profile: it is empty.") }
        var decoder = ProfileDecoder()
        return try decoder.profile(try decoder.parts(of: message))
    }

    private mutating func parts(of message: [UInt8]) throws(ProfilingError) -> Parts {
        var parts = Parts()
        var reader = ProtobufReader(message[...])
        while let (number, value) = try reader.next() {
            switch (number, value) {
            case (1, .bytes(let bytes)): parts.types.append(bytes)
            case (2, .bytes(let bytes)): parts.samples.append(bytes)
            case (3, .bytes(let bytes)): parts.mappings.append(bytes)
            case (4, .bytes(let bytes)): parts.locations.append(bytes)
            case (5, .bytes(let bytes)): parts.functions.append(bytes)
            case (6, .bytes(let bytes)): strings.append(String(decoding: bytes, as: UTF8.self))
            case (11, .bytes(let bytes)): parts.periodType = bytes
            case (13, _): parts.comments += try ProtobufReader.numbers(value)
            default: parts.numbers[number] = value.signed
            }
        }
        guard !parts.types.isEmpty, strings.first == "" else {
            throw ProfilingError(.malformed, "Not a profile: it does not state the types of its values.")
        }
        return parts
    }

    private mutating func profile(_ parts: Parts) throws(ProfilingError) -> Profile {
        let types = try each(parts.types) { (decoder, _, bytes) throws(ProfilingError) in
            try decoder.valueType(bytes)
        }
        var profile = Profile(
            sampleTypes: types, defaultSampleType: try string(UInt64(bitPattern: parts.numbers[14] ?? 0)),
            periodType: try parts.periodType.map { (bytes) throws(ProfilingError) in try valueType(bytes) }
                ?? Profile.ValueType("", ""),
            period: parts.numbers[12] ?? 0)
        profile.timeNanoseconds = parts.numbers[9] ?? 0
        profile.durationNanoseconds = parts.numbers[10] ?? 0
        for comment in parts.comments { profile.comments.append(try string(comment)) }
        profile.mappings = try each(parts.mappings) { (decoder, index, bytes) throws(ProfilingError) in
            try decoder.mapping(bytes, at: index)
        }
        profile.functions = try each(parts.functions) { (decoder, index, bytes) throws(ProfilingError) in
            try decoder.function(bytes, at: index)
        }
        profile.locations = try each(parts.locations) { (decoder, index, bytes) throws(ProfilingError) in
            try decoder.location(bytes, at: index)
        }
        profile.samples = try each(parts.samples) { (decoder, _, bytes) throws(ProfilingError) in
            try decoder.sample(bytes, values: types.count)
        }
        return profile
    }

    private mutating func each<Element>(
        _ parts: [ArraySlice<UInt8>],
        _ read: (inout ProfileDecoder, Int, ArraySlice<UInt8>) throws(ProfilingError) -> Element
    ) throws(ProfilingError) -> [Element] {
        var elements: [Element] = []
        elements.reserveCapacity(parts.count)
        for (index, part) in parts.enumerated() { elements.append(try read(&self, index, part)) }
        return elements
    }

    private func string(_ index: UInt64) throws(ProfilingError) -> String {
        guard index < UInt64(strings.count) else { throw Self.dangling("text") }
        return strings[Int(index)]
    }

    private static func dangling(_ what: String) -> ProfilingError {
        ProfilingError(.malformed, "Not a profile, or a damaged one: it refers to a missing \(what).")
    }

    private func valueType(_ bytes: ArraySlice<UInt8>) throws(ProfilingError) -> Profile.ValueType {
        let fields = try numbers(of: bytes)
        return Profile.ValueType(try string(fields[1] ?? 0), try string(fields[2] ?? 0))
    }

    /// The fields of a message that contains only numbers.
    private func numbers(of bytes: ArraySlice<UInt8>) throws(ProfilingError) -> [UInt64: UInt64] {
        var reader = ProtobufReader(bytes)
        var fields: [UInt64: UInt64] = [:]
        while let (number, value) = try reader.next() { fields[number] = value.number }
        return fields
    }

    private mutating func mapping(_ bytes: ArraySlice<UInt8>, at index: Int) throws(ProfilingError) -> Profile.Mapping {
        let fields = try numbers(of: bytes)
        mappingIndices[fields[1] ?? 0] = index
        return Profile.Mapping(
            start: fields[2] ?? 0, limit: fields[3] ?? 0, offset: fields[4] ?? 0, file: try string(fields[5] ?? 0),
            buildID: try string(fields[6] ?? 0), hasFunctions: fields[7] == 1, hasFilenames: fields[8] == 1,
            hasLineNumbers: fields[9] == 1, hasInlineFrames: fields[10] == 1)
    }

    private mutating func function(
        _ bytes: ArraySlice<UInt8>, at index: Int
    ) throws(ProfilingError) -> Profile.Function {
        let fields = try numbers(of: bytes)
        functionIndices[fields[1] ?? 0] = index
        return Profile.Function(
            name: try string(fields[2] ?? 0), systemName: try string(fields[3] ?? 0),
            file: try string(fields[4] ?? 0), startLine: Int64(bitPattern: fields[5] ?? 0))
    }

    private mutating func location(
        _ bytes: ArraySlice<UInt8>, at index: Int
    ) throws(ProfilingError) -> Profile.Location {
        var location = Profile.Location(mapping: nil, address: 0, lines: [])
        var reader = ProtobufReader(bytes)
        while let (number, value) = try reader.next() {
            switch (number, value) {
            case (1, _): locationIndices[value.number] = index
            case (2, _): location.mapping = mappingIndices[value.number]
            case (3, _): location.address = value.number
            case (4, .bytes(let line)):
                let fields = try numbers(of: line)
                guard let function = functionIndices[fields[1] ?? 0] else { throw Self.dangling("function") }
                location.lines.append(Profile.Line(function: function, line: Int64(bitPattern: fields[2] ?? 0)))
            default: break
            }
        }
        return location
    }

    private mutating func sample(
        _ bytes: ArraySlice<UInt8>, values count: Int
    ) throws(ProfilingError) -> Profile.Sample {
        var sample = Profile.Sample(stack: [], values: [])
        var reader = ProtobufReader(bytes)
        while let (number, value) = try reader.next() {
            switch (number, value) {
            case (1, _):
                for id in try ProtobufReader.numbers(value) {
                    guard let index = locationIndices[id] else { throw Self.dangling("location") }
                    sample.stack.append(index)
                }
            case (2, _): sample.values += try ProtobufReader.numbers(value).map { Int64(bitPattern: $0) }
            case (3, .bytes(let label)): try add(label, to: &sample)
            default: break
            }
        }
        guard sample.values.count == count else {
            throw ProfilingError(.malformed, "Not a profile: a sample has \(sample.values.count) values, not \(count).")
        }
        return sample
    }

    private func add(_ bytes: ArraySlice<UInt8>, to sample: inout Profile.Sample) throws(ProfilingError) {
        let fields = try numbers(of: bytes)
        let key = try string(fields[1] ?? 0)
        if let text = fields[2], text != 0 {
            sample.labels.append(Profile.Label(key, try string(text)))
        } else {
            let value = Int64(bitPattern: fields[3] ?? 0)
            sample.numbers.append(Profile.NumericLabel(key: key, value: value, unit: try string(fields[4] ?? 0)))
        }
    }
}

extension Profile {
    /// Reads a file of profile.proto, compressed or not. Takes milliseconds; blocks.
    ///
    /// - Throws: `malformed`.
    public init(decoding file: [UInt8]) throws(ProfilingError) { self = try ProfileDecoder.decode(file) }
}
