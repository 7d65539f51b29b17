/// Turns addresses of this process into names, files and lines; caches what it has read.
struct Symboliser {
    static let shared = Locked(Symboliser())

    /// A named address.
    struct Frame: Sendable, Hashable {
        var name: String
        var symbol: String
        var file: String
        var line: Int
    }

    private struct Image {
        var elf: ELFFile
        var functions: FunctionTable
        var buildID: String
    }

    private var images: [String: Image?] = [:]
    private var names: [String: String] = [:]
    private var frames: [UInt64: Frame] = [:]
    private var map = ProcessMap(ranges: [])

    /// The number of cached addresses; beyond it, the cache is cleared.
    private static let maximumFrames = 200_000

    /// The current parts of the address space that contain code. Cached names of addresses whose file is gone are
    /// dropped.
    mutating func refresh() -> ProcessMap {
        let allocations = ThreadAllocations()
        defer { ProfilerMemory.add(allocations.netBytes) }
        let now = ProcessMap.current()
        if now.ranges != map.ranges || frames.count > Self.maximumFrames { frames = [:] }
        map = now
        return now
    }

    /// Reads what is needed to name `addresses`, for `frame(of:)`.
    mutating func load(_ addresses: some Sequence<UInt64>) {
        let allocations = ThreadAllocations()
        defer { ProfilerMemory.add(allocations.netBytes) }
        let unknown = Set(addresses.lazy.filter { [frames] in frames[$0] == nil })
        for (index, group) in Dictionary(grouping: unknown, by: { map.index(of: $0) }) {
            guard let index else { continue }
            name(group, in: map.ranges[index])
        }
    }

    /// The name of an address that was loaded; the address itself if there is no code.
    func frame(of address: UInt64) -> Frame {
        if let frame = frames[address] { return frame }
        let name = Profile.address(address)
        return Frame(name: name, symbol: name, file: "", line: 0)
    }

    /// The build id of a file; empty if it has none.
    mutating func buildID(of path: String) -> String { image(path)?.buildID ?? "" }

    private mutating func name(_ addresses: [UInt64], in range: ProcessMap.Range) {
        let base = range.path.split(separator: "/").last.map(String.init) ?? range.path
        guard let image = image(range.path) else {
            for address in addresses {
                let name = "\(base)+\(Profile.address(address - range.start + range.offset))"
                frames[address] = Frame(name: name, symbol: name, file: base, line: 0)
            }
            return
        }
        let bias = image.elf.bias(of: range)
        let places = LineTable(image.elf)?.lines(of: addresses.map { $0 &- bias }.sorted()) ?? [:]
        for address in addresses {
            let (name, symbol) = name(of: address &- bias, in: image, base)
            let place = places[address &- bias]
            frames[address] = Frame(
                name: name, symbol: symbol, file: place?.file ?? range.path, line: place?.line ?? 0)
        }
    }

    private mutating func name(of address: UInt64, in image: Image, _ base: String) -> (name: String, symbol: String) {
        guard let function = image.functions.function(at: address) else {
            let name = "\(base)+\(Profile.address(address))"
            return (name, name)
        }
        guard let symbol = function.symbol else {
            let name = "\(base)+\(Profile.address(function.start))"
            return (name, name)
        }
        if let known = names[symbol] { return (known, symbol) }
        let name = Demangler.name(of: symbol)
        names[symbol] = name
        return (name, symbol)
    }

    private mutating func image(_ path: String) -> Image? {
        if let known = images[path] { return known }
        let image = ELFFile(path: path).map { elf in
            Image(elf: elf, functions: FunctionTable(elf), buildID: elf.buildID)
        }
        images[path] = image
        return image
    }
}
