import Glibc
import TestSupport
import Testing

@testable import Profiling

@Suite(.computing)
struct SymboliserTests {
    /// The position of a function in libc itself: a sanitizer has one of the same name before it.
    private static func libcFunction(_ name: String) -> UnsafeMutableRawPointer? {
        guard let library = dlopen("libc.so.6", RTLD_LAZY | RTLD_NOLOAD) else { return nil }
        defer { dlclose(library) }
        return dlsym(library, name)
    }

    @Test("A library's exported function is found by its address")
    func libraryFunction() throws {
        let address = try #require(Self.libcFunction("qsort")).debugAddress
        var symboliser = Symboliser()
        _ = symboliser.refresh()
        symboliser.load([address + 4, 1])
        #expect(symboliser.frame(of: address + 4).name.hasPrefix("qsort"))
        #expect(symboliser.frame(of: 1).name == "0x1")
    }

    @Test("A stripped library's other functions are identified by their start, not by the function before them")
    func unexportedFunction() throws {
        let range = try #require(ProcessMap.current().ranges.first { $0.path.contains("libc.so.6") })
        let elf = try #require(ELFFile(path: range.path))
        #expect(!elf.buildID.isEmpty)
        let table = FunctionTable(elf)
        let address = try #require(Self.libcFunction("qsort")).debugAddress - elf.bias(of: range)
        #expect(table.function(at: address)?.symbol?.hasPrefix("qsort") == true)
    }

    @Test("A file that is not a program has no symbols", arguments: ["/etc/passwd", "/nonexistent", "/dev/null"])
    func noProgram(_ path: String) {
        #expect(ELFFile(path: path) == nil)
    }

    @Test("The map of the process is read, including names with spaces")
    func map() {
        let text = """
            00400000-00500000 r-xp 00001000 08:01 42                         /bin/my program
            00500000-00600000 rw-p 00000000 00:00 0                          [heap]
            00700000-00800000 r-xp 00000000 00:00 0
            """
        let map = ProcessMap.parse(Array(text.utf8))
        #expect(
            map.ranges == [ProcessMap.Range(start: 0x400000, end: 0x500000, offset: 0x1000, path: "/bin/my program")])
        #expect(map.index(of: 0x4FFFFF) == 0)
        #expect(map.index(of: 0x500000) == nil)
        #expect(map.index(of: 0x3FFFFF) == nil)
    }
}

extension UnsafeMutableRawPointer {
    fileprivate var debugAddress: UInt64 { UInt64(UInt(bitPattern: self)) }
}
