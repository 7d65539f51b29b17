/// Writes a profile in the format of profile.proto (github.com/google/pprof/blob/main/proto/profile.proto), compressed,
/// for `go tool pprof`.
struct ProfileEncoder {
    private var out = ProtobufWriter(capacity: 256 * 1024)
    private var strings = [""]
    private var indices = ["": UInt64(0)]

    /// The file.
    ///
    /// - Throws: `systemCall`, if memory runs out.
    static func encode(_ profile: Profile) throws(ProfilingError) -> [UInt8] {
        try Gzip.compress(message(profile))
    }

    /// The file before compression.
    static func message(_ profile: Profile) -> [UInt8] {
        var encoder = ProfileEncoder()
        encoder.write(profile)
        return encoder.out.bytes
    }

    private mutating func write(_ profile: Profile) {
        for type in profile.sampleTypes { out.field(1, valueType(type)) }
        for sample in profile.samples { out.field(2, message(sample)) }
        for (index, mapping) in profile.mappings.enumerated() { out.field(3, message(mapping, id: index + 1)) }
        for (index, location) in profile.locations.enumerated() { out.field(4, message(location, id: index + 1)) }
        for (index, function) in profile.functions.enumerated() { out.field(5, message(function, id: index + 1)) }
        out.field(9, signed: profile.timeNanoseconds)
        out.field(10, signed: profile.durationNanoseconds)
        out.field(11, valueType(profile.periodType))
        out.field(12, signed: profile.period)
        out.field(13, packed: profile.comments.map { index($0) })
        out.field(14, index(profile.defaultSampleType))
        // Last, when all of them are known.
        for string in strings { out.field(6, string.utf8) }
    }

    private mutating func index(_ string: String) -> UInt64 {
        if let index = indices[string] { return index }
        let index = UInt64(strings.count)
        strings.append(string)
        indices[string] = index
        return index
    }

    private mutating func valueType(_ type: Profile.ValueType) -> [UInt8] {
        var writer = ProtobufWriter()
        writer.field(1, index(type.type))
        writer.field(2, index(type.unit))
        return writer.bytes
    }

    private mutating func message(_ sample: Profile.Sample) -> [UInt8] {
        var writer = ProtobufWriter()
        writer.field(1, packed: sample.stack.lazy.map { UInt64($0 + 1) })
        writer.field(2, packed: sample.values.lazy.map { UInt64(bitPattern: $0) })
        for label in sample.labels {
            var content = ProtobufWriter()
            content.field(1, index(label.key))
            content.field(2, index(label.value))
            writer.field(3, content.bytes)
        }
        for label in sample.numbers {
            var content = ProtobufWriter()
            content.field(1, index(label.key))
            content.field(3, signed: label.value)
            content.field(4, index(label.unit))
            writer.field(3, content.bytes)
        }
        return writer.bytes
    }

    private mutating func message(_ mapping: Profile.Mapping, id: Int) -> [UInt8] {
        var writer = ProtobufWriter()
        writer.field(1, UInt64(id))
        writer.field(2, mapping.start)
        writer.field(3, mapping.limit)
        writer.field(4, mapping.offset)
        writer.field(5, index(mapping.file))
        writer.field(6, index(mapping.buildID))
        writer.field(7, mapping.hasFunctions ? 1 : 0)
        writer.field(8, mapping.hasFilenames ? 1 : 0)
        writer.field(9, mapping.hasLineNumbers ? 1 : 0)
        writer.field(10, mapping.hasInlineFrames ? 1 : 0)
        return writer.bytes
    }

    private func message(_ location: Profile.Location, id: Int) -> [UInt8] {
        var writer = ProtobufWriter()
        writer.field(1, UInt64(id))
        writer.field(2, UInt64((location.mapping ?? -1) + 1))
        writer.field(3, location.address)
        for line in location.lines {
            var content = ProtobufWriter()
            content.field(1, UInt64(line.function + 1))
            content.field(2, signed: line.line)
            writer.field(4, content.bytes)
        }
        return writer.bytes
    }

    private mutating func message(_ function: Profile.Function, id: Int) -> [UInt8] {
        var writer = ProtobufWriter()
        writer.field(1, UInt64(id))
        writer.field(2, index(function.name))
        writer.field(3, index(function.systemName))
        writer.field(4, index(function.file))
        writer.field(5, signed: function.startLine)
        return writer.bytes
    }
}

extension Profile {
    /// The file that `go tool pprof` reads: profile.proto, compressed with gzip. Takes milliseconds; blocks.
    ///
    /// - Throws: `systemCall`, if memory runs out.
    public func encoded() throws(ProfilingError) -> [UInt8] { try ProfileEncoder.encode(self) }
}
