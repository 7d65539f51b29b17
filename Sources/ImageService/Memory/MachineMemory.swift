import Foundation

/// How much memory the process may use: the machine's, or what its control groups leave of that.
struct MachineMemory {
    private let root: String

    /// `root` stands for `/`, for tests.
    init(root: String = "") { self.root = root }

    /// The lowest of all limits for the process; 1 GiB if none can be read.
    var availableBytes: Int { ([physicalBytes].compactMap(\.self) + groupLimits).min() ?? 1 << 30 }

    /// `MemTotal` of `/proc/meminfo`.
    var physicalBytes: Int? {
        let line = text("/proc/meminfo")?.split(separator: "\n").first { $0.hasPrefix("MemTotal:") }
        return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 << 10 }
    }

    /// The limits of the process's control group and all above it, of version 2 and of version 1.
    var groupLimits: [Int] {
        let lines = text("/proc/self/cgroup")?.split(separator: "\n") ?? []
        return lines.flatMap { line -> [Int] in
            // hierarchy:controllers:path
            let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { return [] }
            let path = fields[2].split(separator: "/").map(String.init)
            if fields[1].isEmpty { return limits("/sys/fs/cgroup", path, file: "memory.max") }
            guard fields[1].split(separator: ",").contains("memory") else { return [] }
            return limits("/sys/fs/cgroup/memory", path, file: "memory.limit_in_bytes")
        }
    }

    /// From the group itself up to the mount, which is as far as a container sees.
    private func limits(_ mount: String, _ path: [String], file: String) -> [Int] {
        (0...path.count).compactMap { depth in
            let folder = ([mount] + path.prefix(depth)).joined(separator: "/")
            // `max` means no limit; version 1 writes a number close to the largest possible one.
            let limit = text("\(folder)/\(file)").flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
            return limit.flatMap { (1..<(1 << 60)).contains($0) ? $0 : nil }
        }
    }

    private func text(_ path: String) -> String? {
        // A missing file says nothing.
        try? String(contentsOfFile: root + path, encoding: .utf8)
    }
}
