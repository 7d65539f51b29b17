import CSampler
import Glibc

/// Reads jemalloc's dump ("heap_v2"): for each stack, what is in use and what was allocated.
///
/// The counts are those of the samples. A sample is taken for every `period` bytes on average, so an allocation of `n`
/// bytes is sampled with the probability 1 - exp(-n / period), and the counts are divided by that; like pprof for this
/// format, using a stack's mean size. Example: at a period of 524288, 8 samples of 65536 bytes each represent 8 / (1 -
/// exp(-0.125)) = 68.08 objects.
struct HeapDump {
    private static let labelMask: UInt64 = 0xFFFF_0000_0000_0000

    /// The profile in `bytes`; leading frames inside `allocator` are dropped, so that a stack begins with the caller of
    /// malloc.
    ///
    /// - Throws: `malformed`.
    static func parse(_ bytes: [UInt8], allocator: [ProcessMap.Range]) throws(ProfilingError) -> RawProfile {
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true)[...]
        guard let head = lines.popFirst(), head.starts(with: "heap_v2/".utf8),
            let period = Int64(String(decoding: head.dropFirst(8), as: UTF8.self)), period > 0
        else { throw ProfilingError(.malformed, "The allocator's dump has an unknown format.") }
        var profile = RawProfile(kind: .heap, period: period)
        while let line = lines.popFirst() {
            if line.starts(with: "MAPPED_LIBRARIES".utf8) { break }
            guard line.first == UInt8(ascii: "@"), let counts = lines.first else { continue }
            profile.add(stack(line, allocator), values(counts, period: Double(period)))
        }
        return profile
    }

    /// `@ 0x… 0x…`: return addresses, possibly followed by a label's number.
    private static func stack(_ line: ArraySlice<UInt8>, _ allocator: [ProcessMap.Range]) -> RawProfile.Stack {
        var addresses = numbers(in: line, radix: 16)
        var labels = ProfileLabels.none
        if let last = addresses.last, last & labelMask == SAMPLER_LABEL_BASE & labelMask {
            addresses.removeLast()
            labels = ProfileLabels(id: UInt32(truncatingIfNeeded: last))
        }
        for index in addresses.indices { addresses[index] &-= 1 }
        let own = addresses.dropLast().prefix { address in
            allocator.contains { $0.start <= address && address < $0.end }
        }.count
        return RawProfile.Stack(addresses: Array(addresses.dropFirst(own)), labels: labels)
    }

    /// `  t*: count: bytes [count: bytes]`: in use, and allocated.
    private static func values(_ line: ArraySlice<UInt8>, period: Double) -> [Int64] {
        let found = numbers(in: line.drop { $0 != UInt8(ascii: ":") }, radix: 10).map { Double($0) }
        guard found.count >= 4 else { return [0, 0, 0, 0] }
        return unsampled(count: found[2], bytes: found[3], period) + unsampled(count: found[0], bytes: found[1], period)
    }

    static func unsampled(count: Double, bytes: Double, _ period: Double) -> [Int64] {
        guard count > 0, bytes > 0 else { return [0, 0] }
        let scale = 1 / (1 - exp(-bytes / count / period))
        return [Int64((count * scale).rounded()), Int64((bytes * scale).rounded())]
    }

    /// All numbers in a line; the `0x` before a hexadecimal one is skipped.
    private static func numbers(in line: ArraySlice<UInt8>, radix: UInt64) -> [UInt64] {
        var numbers: [UInt64] = []
        var current: UInt64?
        for byte in line {
            if let digit = digit(byte), digit < radix {
                current = (current ?? 0) &* radix &+ digit
            } else {
                if byte != UInt8(ascii: "x"), let number = current { numbers.append(number) }
                current = nil
            }
        }
        if let current { numbers.append(current) }
        return numbers
    }

    private static func digit(_ byte: UInt8) -> UInt64? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte - UInt8(ascii: "a")) + 10
        default: nil
        }
    }
}
