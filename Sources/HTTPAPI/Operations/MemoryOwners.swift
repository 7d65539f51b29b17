import Codecs
import ImageService
import Profiling

/// Who holds the bytes that are allocated: sources, renders, results, caches, profilers, and the rest.
struct MemoryOwners {
    private typealias Part = MemoryRoute.Document.Part

    private let shares: MemoryShares
    private let limitBytes: Int
    private let workingBytes: Int
    private let cachedBytes: Int
    private let profilerBytes: Int
    private let pixelBytes: Int

    /// As of now.
    init(_ service: ImageService) {
        let gauges = service.budget.gauges
        shares = gauges.shares
        limitBytes = gauges.limitBytes
        workingBytes = service.workingBytes
        cachedBytes = service.cachedBytes
        profilerBytes = ProcessMemory.profilerBytes
        pixelBytes = VipsLibrary.trackedBytes
    }

    /// The owners of `allocated` bytes, which add up to them; if that number is unknown, only the known owners.
    func parts(allocated: Int?) -> [MemoryRoute.Document.Part] {
        let known = [sources, arriving, renders, results, caches, profilers]
        guard let allocated else { return known }
        let rest = Part(
            name: "rest", bytes: allocated - known.reduce(0) { $0 + $1.bytes },
            meaning:
                "connections, libraries and code; briefly below 0 while arriving sources do not fill their buffers"
        )
        return known + [rest]
    }

    private var sources: Part {
        Part(
            name: "sources", bytes: shares.sourceBytes,
            meaning: "buffers of complete sources; one that several requests share counts once",
            details: [
                "contentBytes": shares.sourceContentBytes,
                "unusedBytes": shares.sourceBytes - shares.sourceContentBytes,
            ])
    }

    private var arriving: Part {
        Part(name: "arriving", bytes: shares.arrivingBytes, meaning: "buffers for sources that are still arriving")
    }

    private var renders: Part {
        Part(
            name: "renders", bytes: workingBytes,
            meaning: "allocated and not freed by running renders; reserved is what they and related work may use",
            details: ["reservedBytes": shares.workBytes, "pixelBytes": pixelBytes])
    }

    private var results: Part {
        Part(name: "results", bytes: shares.resultBytes, meaning: "files being sent or stored")
    }

    private var caches: Part {
        Part(name: "caches", bytes: cachedBytes, meaning: "watermarks and fallback images, as files and as pixels")
    }

    private var profilers: Part {
        Part(name: "profilers", bytes: profilerBytes, meaning: "symbol tables, and samples of CPU time")
    }
}
