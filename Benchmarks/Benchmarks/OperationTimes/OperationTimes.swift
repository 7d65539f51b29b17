import Benchmark
import CountedAllocations
import Foundation
import Operations

/// Calls of malloc and its kin: the same from run to run, so that they can be held to.
let allocations = BenchmarkMetric.custom("Allocations", polarity: .prefersSmaller, useScalingFactor: false)

/// Thresholds are kept for what does not depend on the machine's mood.
let onlyCounts = ProcessInfo.processInfo.environment["ONLY_COUNTS"] != nil

let benchmarks: @Sendable () -> Void = {
    Benchmark.defaultConfiguration = .init(
        metrics: onlyCounts ? [allocations] : [.wallClock, .cpuTotal, .throughput, allocations],
        timeUnits: .microseconds, warmupIterations: 3, maxDuration: .milliseconds(onlyCounts ? 200 : 800),
        maxIterations: onlyCounts ? 10 : 10_000, thresholds: [allocations: .init(relative: [.p50: 5, .p90: 5])])
    let operations: [MeasuredOperation]
    do {
        operations = try MeasuredOperation.all()
    } catch {
        fatalError("an operation's input: \(error)")
    }
    for operation in operations {
        Benchmark(operation.name) { benchmark in
            let before = counted_allocations()
            blackHole(try operation.run())
            benchmark.measurement(allocations, Int(counted_allocations() - before))
        }
    }
}
