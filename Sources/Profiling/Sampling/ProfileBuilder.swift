/// Turns addresses into a profile with names.
struct ProfileBuilder {
    private var profile: Profile
    private let map: ProcessMap
    private var locations: [UInt64: Int] = [:]
    private var functions: [FunctionKey: Int] = [:]
    private var symbols: [String: String] = [:]
    private var mappings: [Int: Int] = [:]

    private struct FunctionKey: Hashable {
        var name: String
        var file: String
    }

    /// The profile of `raw`, named by `symboliser`.
    static func profile(of raw: RawProfile, _ symboliser: inout Symboliser) -> Profile {
        var builder = ProfileBuilder(raw, map: symboliser.refresh())
        symboliser.load(raw.stacks.keys.lazy.flatMap(\.addresses))
        builder.addExecutable(&symboliser)
        // The order of a dictionary differs from run to run; that of a file should not.
        let stacks = raw.stacks.sorted { $0.key.addresses.lexicographicallyPrecedes($1.key.addresses) }
        for (stack, values) in stacks { builder.add(stack, values, &symboliser) }
        return builder.profile
    }

    private init(_ raw: RawProfile, map: ProcessMap) {
        self.map = map
        profile = Profile(
            sampleTypes: raw.kind.sampleTypes, defaultSampleType: raw.kind.defaultSampleType,
            periodType: raw.kind.periodType, period: raw.period)
        profile.timeNanoseconds = raw.began
        profile.durationNanoseconds = raw.duration
        profile.comments = raw.comments
    }

    /// Readers treat the first mapping as the program.
    private mutating func addExecutable(_ symboliser: inout Symboliser) {
        guard let path = ProcessFacts.executablePath else { return }
        if let index = map.ranges.firstIndex(where: { $0.path == path }) { _ = mapping(index, &symboliser) }
    }

    private mutating func add(_ stack: RawProfile.Stack, _ values: [Int64], _ symboliser: inout Symboliser) {
        profile.samples.append(
            Profile.Sample(
                stack: stack.addresses.map { location($0, &symboliser) }, values: values,
                labels: stack.labels.pairs.map { Profile.Label($0.key, $0.value) }))
    }

    private mutating func location(_ address: UInt64, _ symboliser: inout Symboliser) -> Int {
        if let known = locations[address] { return known }
        let frame = symboliser.frame(of: address)
        let line = Profile.Line(function: function(frame), line: Int64(frame.line))
        let range = map.index(of: address).map { mapping($0, &symboliser) }
        profile.locations.append(Profile.Location(mapping: range, address: address, lines: [line]))
        locations[address] = profile.locations.count - 1
        return profile.locations.count - 1
    }

    private mutating func function(_ frame: Symboliser.Frame) -> Int {
        let key = FunctionKey(name: frame.name, file: frame.file)
        if let known = functions[key] { return known }
        // Readers distinguish functions by both names: specialisations of a function share the first one's.
        let symbol = symbols[frame.name] ?? frame.symbol
        symbols[frame.name] = symbol
        profile.functions.append(Profile.Function(name: frame.name, systemName: symbol, file: frame.file))
        functions[key] = profile.functions.count - 1
        return profile.functions.count - 1
    }

    private mutating func mapping(_ index: Int, _ symboliser: inout Symboliser) -> Int {
        if let known = mappings[index] { return known }
        let range = map.ranges[index]
        profile.mappings.append(
            Profile.Mapping(
                start: range.start, limit: range.end, offset: range.offset, file: range.path,
                buildID: symboliser.buildID(of: range.path), hasFunctions: true, hasFilenames: true,
                hasLineNumbers: true, hasInlineFrames: true))
        mappings[index] = profile.mappings.count - 1
        return profile.mappings.count - 1
    }
}
