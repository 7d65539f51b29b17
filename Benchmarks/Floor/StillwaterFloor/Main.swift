import CAllocator

/// Answers jobs on standard input, one a line, until it ends: see `FloorJob` for the fields and `FloorAnswer` for the
/// answers. The server's engine, in its own process and with its own allocator.
@main
enum Main {
    static func main() {
        var allocator = StillwaterAllocatorStatistics()
        guard stillwater_allocator_statistics(&allocator) else {
            FloorAnswer.failed("jemalloc is not this process's allocator").write()
            return
        }
        while let line = readLine() {
            answer(to: line).write()
        }
    }

    private static func answer(to line: String) -> FloorAnswer {
        do {
            let job = try FloorJob(line)
            return try FloorRun(job).answer()
        } catch {
            return .failed(error.message)
        }
    }
}
