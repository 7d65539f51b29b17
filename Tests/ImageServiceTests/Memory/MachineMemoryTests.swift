import TestSupport
import Testing

@testable import ImageService

@Suite struct MachineMemoryTests {
    private static let physical = "MemTotal:        8000000 kB\nMemFree:  1 kB\n"

    private func machine(_ files: [String: String]) throws -> (MachineMemory, ScratchFolder) {
        let folder = try ScratchFolder()
        for (path, text) in files { try folder.write(Array(text.utf8), to: path) }
        return (MachineMemory(root: folder.path), folder)
    }

    @Test("without groups it is the machine's memory")
    func physical() throws {
        let (machine, folder) = try machine(["proc/meminfo": Self.physical, "proc/self/cgroup": "0::/\n"])
        #expect(machine.availableBytes == 8_000_000 << 10)
        withExtendedLifetime(folder) {}
    }

    @Test("a group's limit holds for those below it")
    func version2() throws {
        let (machine, folder) = try machine([
            "proc/meminfo": Self.physical, "proc/self/cgroup": "0::/a/b\n", "sys/fs/cgroup/a/memory.max": "1000000\n",
            "sys/fs/cgroup/a/b/memory.max": "max\n",
        ])
        #expect(machine.availableBytes == 1_000_000)
        withExtendedLifetime(folder) {}
    }

    @Test("version 1 says no limit by a number that no machine has")
    func version1() throws {
        let (machine, folder) = try machine([
            "proc/meminfo": Self.physical, "proc/self/cgroup": "4:cpu,cpuacct:/x\n7:memory:/docker/x\n",
            "sys/fs/cgroup/memory/docker/x/memory.limit_in_bytes": "2000000\n",
            "sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
        ])
        #expect(machine.groupLimits == [2_000_000])
        withExtendedLifetime(folder) {}
    }

    @Test("a container that sees only its own mount finds its limit at the top")
    func container() throws {
        let (machine, folder) = try machine([
            "proc/self/cgroup": "0::/system.slice/docker-1.scope\n", "sys/fs/cgroup/memory.max": "536870912\n",
        ])
        #expect(machine.availableBytes == 512 << 20)
        withExtendedLifetime(folder) {}
    }

    @Test("where nothing can be read it is a gibibyte")
    func nothing() throws {
        let (machine, folder) = try machine([:])
        #expect(machine.availableBytes == 1 << 30)
        withExtendedLifetime(folder) {}
    }
}
