import ArgumentParser
import ImageService
import Jobs

/// `batch status ID`.
struct BatchStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Shows the state of a batch.", usage: "stillwater batch status ID --jobs FILE",
        discussion: BatchArguments.help)

    @Flag(help: "Print one JSON object.")
    var json = false

    @Argument(parsing: .allUnrecognized, help: .hidden)
    var rest: [String] = []

    func run() async throws {
        let arguments = try BatchArguments(rest)
        let id = try arguments.id()
        let (batch, failures) = (try await arguments.store.batch(id), try await arguments.store.failures(of: id))
        try ResultText.write(
            json ? try JSONText.of(BatchDocument(batch, failures: failures)) + "\n" : BatchText.status(batch, failures))
    }
}

/// `batch list`.
struct BatchListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists batches, newest first.", usage: "stillwater batch list --jobs FILE",
        discussion: BatchArguments.help)

    @Flag(help: "Print JSON Lines.")
    var json = false

    @Argument(parsing: .allUnrecognized, help: .hidden)
    var rest: [String] = []

    func run() async throws {
        let arguments = try BatchArguments(rest)
        try arguments.expectNone()
        try await Pages.each({ cursor in try await arguments.store.batches(after: cursor, limit: 1000) }) { batch in
            try ResultText.write(json ? try JSONText.of(BatchDocument(batch)) + "\n" : BatchText.line(batch))
            return true
        }
    }
}

/// `batch items ID`.
struct BatchItemsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "items", abstract: "Lists the items of a batch.",
        usage: "stillwater batch items ID [--state failed] [--limit N] [--json] --jobs FILE",
        discussion: BatchArguments.help)

    @Option(help: "Only items in this state: waiting, running, done, failed or skipped.")
    var state: String?

    @Option(help: "List at most this many.")
    var limit: Int?

    @Flag(help: "Print JSON Lines, with everything known about each item.")
    var json = false

    @Argument(parsing: .allUnrecognized, help: .hidden)
    var rest: [String] = []

    func run() async throws {
        let state = try state.map { text in
            guard let state = ItemState(rawValue: text) else { throw ValidationError("'\(text)' is not a state.") }
            return state
        }
        let arguments = try BatchArguments(rest)
        let id = try arguments.id()
        var left = limit ?? .max
        try await Pages.each({ try await arguments.store.items(of: id, in: state, after: $0, limit: 1000) }) { item in
            guard left > 0 else { return false }
            left -= 1
            try ResultText.write(json ? try JSONText.of(BatchItemDocument(item)) + "\n" : BatchText.line(item))
            return left > 0
        }
    }
}

/// `batch failures ID`.
struct BatchFailuresCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "failures", abstract: "Shows why items of a batch failed, by cause.",
        usage: "stillwater batch failures ID [--json] --jobs FILE", discussion: BatchArguments.help)

    @Flag(help: "Print one JSON object: the number of failures by cause.")
    var json = false

    @Argument(parsing: .allUnrecognized, help: .hidden)
    var rest: [String] = []

    /// How many items are searched for examples, and how many examples a cause gets.
    private static let (looked, shown) = (10_000, 3)

    func run() async throws {
        let arguments = try BatchArguments(rest)
        let id = try arguments.id()
        let counts = try await arguments.store.failures(of: id)
        guard !json else { return try ResultText.write(try JSONText.of(counts) + "\n") }
        var examples: [String: [BatchItem]] = [:]
        var left = Self.looked
        try await Pages.each({ try await arguments.store.items(of: id, in: .failed, after: $0, limit: 1000) }) { item in
            let code = item.cause?.code ?? ""
            if examples[code, default: []].count < Self.shown { examples[code, default: []].append(item) }
            left -= 1
            return left > 0
        }
        try ResultText.write(BatchText.failures(counts, examples))
    }
}

/// `batch export ID`.
struct BatchExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Writes all items with their renditions as CSV, one rendition per line.",
        usage: "stillwater batch export ID [--json] --jobs FILE > result.csv",
        discussion: "Items without renditions have one line.\n\n" + BatchArguments.help)

    @Flag(help: "Write JSON Lines, one item per line.")
    var json = false

    @Argument(parsing: .allUnrecognized, help: .hidden)
    var rest: [String] = []

    func run() async throws {
        let arguments = try BatchArguments(rest)
        let id = try arguments.id()
        if !json { try ResultText.write(BatchExport.header) }
        try await Pages.each({ try await arguments.store.items(of: id, in: nil, after: $0, limit: 1000) }) { item in
            try ResultText.write(json ? try JSONText.of(BatchItemDocument(item)) + "\n" : BatchExport.lines(item))
            return true
        }
    }
}

/// Iterates over long lists page by page.
enum Pages {
    /// Calls `body` with each element, until it returns false or there are no more.
    static func each<Element: Sendable>(
        _ page: (PageCursor?) async throws -> Page<Element>, _ body: (Element) throws -> Bool
    ) async throws {
        var cursor: PageCursor?
        repeat {
            let next = try await page(cursor)
            for element in next.elements {
                guard try body(element) else { return }
            }
            cursor = next.next
        } while cursor != nil
    }
}
