@testable import Profiling

extension Profile {
    /// The sum of the values called `type` over samples whose stack and labels `isWanted` accepts.
    func sum(_ type: String, where isWanted: (_ names: [String], _ labels: [Profile.Label]) -> Bool) throws -> Int64 {
        let index = try typeIndex(of: type)
        return samples.filter { isWanted(names(of: $0.stack), $0.labels) }.reduce(0) { $0 + $1.values[index] }
    }

    /// A profile made by hand: stacks of names, leaf first, with one value each.
    static func made(
        _ stacks: [([String], Int64)], type: String = "cpu", unit: String = "nanoseconds", time: Int64 = 0
    ) -> Profile {
        var profile = Profile(
            sampleTypes: [Profile.ValueType(type, unit)], defaultSampleType: type,
            periodType: Profile.ValueType(type, unit), period: 1)
        profile.timeNanoseconds = time
        var indices: [String: Int] = [:]
        for (names, value) in stacks {
            let stack = names.map { name in
                if let known = indices[name] { return known }
                profile.functions.append(
                    Profile.Function(name: name, systemName: "_" + name, file: "/src/\(name).swift"))
                let line = Profile.Line(function: profile.functions.count - 1, line: 7)
                profile.locations.append(
                    Profile.Location(mapping: nil, address: UInt64(profile.locations.count + 1), lines: [line]))
                indices[name] = profile.locations.count - 1
                return profile.locations.count - 1
            }
            profile.samples.append(Profile.Sample(stack: stack, values: [value]))
        }
        return profile
    }
}
