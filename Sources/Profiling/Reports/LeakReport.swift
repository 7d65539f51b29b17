import Glibc

/// What grows steadily over several heap profiles of one process, described in words.
///
/// A stack counts as growing if its bytes in use rise from profile to profile along a line, by more than the sampling
/// noise, and still in the second half: what a server fills once at its start is not a leak. Neither is anything below
/// a hundredth of all bytes in use, or 64 KiB: queues and caches of threads fluctuate that much.
public struct LeakReport: Sendable {
    /// A stack that grows.
    public struct Growth: Sendable, Hashable {
        /// Function names, leaf first.
        public var stack: [String]
        /// The first function of the program's own code, with file and line if known.
        public var site: String
        /// Bytes in use in each profile.
        public var bytes: [Int64]
        public var bytesPerSecond: Double
        /// The share of this stack in the growth of all growing stacks.
        public var share: Double

        /// From the first profile to the last.
        public var growth: Int64 { (bytes.last ?? 0) - (bytes.first ?? 0) }
    }

    /// Largest growth first.
    public let growths: [Growth]
    /// Bytes in use, of all stacks, in each profile.
    public let totals: [Int64]
    private let seconds: [Double]

    private static let leastGrowth = 65_536.0

    /// With fewer profiles there is no line.
    public static let leastProfiles = 3

    /// Finds what grows in `profiles`, heap profiles in order of time.
    ///
    /// - Throws: `invalidRequest`, if there are fewer than three, or they contain no bytes in use.
    public init(_ profiles: [Profile]) throws(ProfilingError) {
        guard profiles.count >= Self.leastProfiles else {
            throw ProfilingError(.invalidRequest, "Finding a leak takes at least \(Self.leastProfiles) profiles.")
        }
        let start = profiles[0].timeNanoseconds
        let seconds = profiles.map { Double($0.timeNanoseconds - start) / 1e9 }
        var series = StackSeries(count: profiles.count)
        for (index, profile) in profiles.enumerated() { try series.add(profile, at: index) }
        let period = Double(profiles[0].period)
        var found = series.stacks.values.compactMap { stack in
            Trend(stack.bytes.map { Double($0) }, at: seconds, period: period).map { (stack, $0) }
        }
        let least = max(Self.leastGrowth, Double(series.totals.last ?? 0) / 100)
        found = found.filter { $0.1.growth >= least }
        found.sort { $0.1.growth > $1.1.growth }
        let all = found.reduce(0) { $0 + $1.1.growth }
        growths = found.map { stack, trend in
            Growth(
                stack: stack.names, site: stack.site, bytes: stack.bytes, bytesPerSecond: trend.slope,
                share: trend.growth / all)
        }
        totals = series.totals
        self.seconds = seconds
    }

    /// The findings, for human readers.
    public var text: String {
        let span = FormattedNumber.fixed(seconds.last ?? 0, digits: 0)
        let first = bytes(totals.first ?? 0), last = bytes(totals.last ?? 0)
        var lines = ["\(totals.count) profiles over \(span) s; sampled bytes in use went from \(first) to \(last)."]
        guard !growths.isEmpty else {
            return (lines + ["Nothing grows steadily."]).joined(separator: "\n") + "\n"
        }
        lines.append(growths.count == 1 ? "One stack grows steadily:" : "\(growths.count) stacks grow steadily:")
        for (index, growth) in growths.prefix(Self.shownStacks).enumerated() {
            lines.append("")
            lines.append(
                "\(index + 1). \(growth.site): +\(bytes(growth.growth)), \(bytes(Int64(growth.bytesPerSecond * 60))) a minute, "
                    + "\(FormattedNumber.fixed(growth.share * 100, digits: 0)) % of what grows")
            lines.append("   in use: " + growth.bytes.map { bytes($0) }.joined(separator: ", "))
            lines += growth.stack.prefix(Self.shownFrames).map { "      \($0)" }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static let shownStacks = 5
    private static let shownFrames = 16

    private func bytes(_ value: Int64) -> String { Measurement(unit: "bytes").text(value) }
}

/// The bytes in use of each stack, profile by profile.
private struct StackSeries {
    struct Stack {
        var names: [String]
        var site: String
        var bytes: [Int64]
    }

    let count: Int
    var stacks: [[String]: Stack] = [:]
    var totals: [Int64]

    init(count: Int) {
        self.count = count
        totals = Array(repeating: 0, count: count)
    }

    mutating func add(_ profile: Profile, at position: Int) throws(ProfilingError) {
        let index = try profile.typeIndex(of: "inuse_space")
        for sample in profile.samples where sample.values[index] != 0 {
            let names = profile.names(of: sample.stack)
            var stack =
                stacks[names]
                ?? Stack(
                    names: names, site: AllocationSite.text(of: sample.stack, in: profile),
                    bytes: Array(repeating: 0, count: count))
            stack.bytes[position] += sample.values[index]
            stacks[names] = stack
            totals[position] += sample.values[index]
        }
    }
}

/// How a series rises; `nil` from `init` if it does not, or not steadily.
private struct Trend {
    /// Bytes per second, by least squares.
    let slope: Double
    let growth: Double

    /// The share of the variance that a line must explain.
    private static let leastFit = 0.7
    /// By how many standard deviations of the sampling the growth must differ from 0.
    private static let leastSignificance = 3.0
    /// The part of the growth that must be in the second half.
    private static let leastLateShare = 0.25

    init?(_ values: [Double], at times: [Double], period: Double) {
        guard let first = values.first, let last = values.last else { return nil }
        let growth = last - first
        // Samples form a Poisson process: n of `period` bytes each vary by period × √n.
        let noise = sqrt(period * (abs(first) + abs(last)))
        guard growth > Self.leastSignificance * noise else { return nil }
        let rises = zip(values, values.dropFirst()).filter { $0 < $1 }.count
        guard rises * 4 >= (values.count - 1) * 3 else { return nil }
        guard last - values[values.count / 2] >= Self.leastLateShare * growth else { return nil }
        let (slope, fit) = Self.line(values, times)
        guard slope > 0, fit >= Self.leastFit else { return nil }
        self.slope = slope
        self.growth = growth
    }

    /// The slope of the least-squares line, and the share of the variance that it explains.
    private static func line(_ values: [Double], _ times: [Double]) -> (slope: Double, fit: Double) {
        let count = Double(values.count)
        let meanValue = values.reduce(0, +) / count, meanTime = times.reduce(0, +) / count
        let pairs = zip(values, times).map { (value: $0 - meanValue, time: $1 - meanTime) }
        let timeVariance = pairs.reduce(0) { $0 + $1.time * $1.time }
        let valueVariance = pairs.reduce(0) { $0 + $1.value * $1.value }
        let covariance = pairs.reduce(0) { $0 + $1.value * $1.time }
        guard timeVariance > 0, valueVariance > 0 else { return (0, 0) }
        return (covariance / timeVariance, covariance * covariance / (timeVariance * valueVariance))
    }
}
