import ArgumentParser
import Foundation

/// `stillwater cache`: looks into the cache of a running service, and purges it.
struct CacheCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cache", abstract: "Looks into the cache of a running service, and purges it.",
        subcommands: [
            CacheStatusCommand.self, CacheTopCommand.self, CacheGetCommand.self, CachePurgeCommand.self,
            CacheBlockCommand.self,
        ])
}

/// What all of them need to reach a service.
struct CacheService: ParsableArguments {
    @Option(help: "The admin listener.")
    var admin = "http://127.0.0.1:6060"

    @Option(help: "The admin token; better set in STILLWATER_ADMIN_TOKEN.")
    var token: String?

    /// The JSON that `path` below the cache's answers to a GET.
    func get(_ path: String = "") async throws -> [String: Any] {
        try object(try await AdminClient(token: token).get("\(admin)/debug/cache\(path)"))
    }

    /// The same of a POST.
    func post(_ path: String, _ body: [String: Any]) async throws -> [String: Any] {
        let data = try JSONSerialization.data(withJSONObject: body)
        let json = String(decoding: data, as: UTF8.self)
        return try object(try await AdminClient(token: token).post("\(admin)/debug/cache\(path)", json: json))
    }

    private func object(_ bytes: [UInt8]) throws -> [String: Any] {
        guard let object = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any] else {
            throw ValidationError(
                "\(admin) did not answer with JSON: is it the admin listener of a Stillwater with a cache?")
        }
        return object
    }
}

/// `stillwater cache status`: how much is kept, and what has come of requests.
struct CacheStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Prints how much is kept, and how often it answered.")

    @OptionGroup var service: CacheService

    func run() async throws {
        let status = try await service.get()
        for tier in ["memory", "disk"] {
            guard let facts = status[tier] as? [String: Any] else { continue }
            let (bytes, limit) = (facts["bytes"] as? Int ?? 0, facts["limitBytes"] as? Int ?? 0)
            let number = { (name: String) in facts[name] as? Int ?? 0 }
            print(
                "\(tier): \(HumanText.bytes(bytes)) of \(HumanText.bytes(limit)), \(number("entries")) entries, "
                    + "\(number("hits")) hits, \(number("evicted")) evicted, \(number("declined")) not taken in")
        }
        let rate = (status["hitRate"] as? Double ?? 0) * 100
        print("hit rate: \(Int(rate.rounded())) %")
        for name in [
            "misses", "stale", "staleOnError", "revalidated", "renewals", "failuresAnswered", "bypassed", "uncacheable",
            "purges", "blockedSources",
        ] {
            print("\(name): \(status[name] as? Int ?? 0)")
        }
    }
}

/// `stillwater cache top`: what is requested most.
struct CacheTopCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "top", abstract: "Lists the entries in memory that are requested most.")

    @OptionGroup var service: CacheService

    func run() async throws {
        let entries = try await service.get()["mostWanted"] as? [[String: Any]] ?? []
        for entry in entries {
            let number = { (name: String) in entry[name] as? Int ?? 0 }
            let text = { (name: String) in entry[name] as? String ?? "" }
            print(
                "\(number("requests")) \(text("format")) \(number("width"))×\(number("height")) "
                    + "\(HumanText.bytes(number("bytes"))) \(text("source")) \(text("key"))")
        }
        if entries.isEmpty { print("nothing is in memory") }
    }
}

/// `stillwater cache get KEY`: one entry.
struct CacheGetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get", abstract: "Prints what is known of one entry.",
        discussion: "An answer's key is in its header Cache-Status.")

    @OptionGroup var service: CacheService

    @Argument(help: "64 hexadecimal digits.")
    var key: String

    func run() async throws {
        let entry = try await service.get("/entries/\(key)")
        for (name, value) in entry.sorted(by: { $0.key < $1.key }) { print("\(name): \(value)") }
    }
}

/// `stillwater cache purge`: what must not be used any more.
struct CachePurgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "purge", abstract: "Purges answers: of sources, with tags, single ones, or all.",
        usage: "stillwater cache purge --source https://example.com/a.jpg",
        discussion: "It takes the same time for one entry and for ten million: they are not looked for.")

    @OptionGroup var service: CacheService

    @Option(name: .customLong("source"), help: "A source: all that was made of it. May be given several times.")
    var sources: [String] = []

    @Option(
        name: .customLong("tag"), help: "A tag of the origin's (Cache-Tag, Surrogate-Key). May be given several times.")
    var tags: [String] = []

    @Option(
        name: .customLong("key"), help: "A single answer, by the key in its Cache-Status. May be given several times.")
    var keys: [String] = []

    @Flag(help: "All of it.")
    var everything = false

    @Flag(help: "What is purged is used once more, while it is renewed.")
    var soft = false

    func validate() throws {
        guard everything || !(sources + tags + keys).isEmpty else {
            throw ValidationError("Say what to purge: --source, --tag, --key or --everything.")
        }
    }

    func run() async throws {
        let answer = try await service.post(
            "/purge", ["everything": everything, "sources": sources, "tags": tags, "keys": keys, "soft": soft])
        print("purged \(answer["scopes"] as? Int ?? 0), number \(answer["number"] as? Int ?? 0)")
    }
}

/// `stillwater cache block`: a source that must not be shown any more, whatever is kept.
struct CacheBlockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "block", abstract: "Blocks a source, or lets it in again.",
        discussion: "Requests for it are answered with 403, also after the cache was emptied.")

    @OptionGroup var service: CacheService

    @Argument(help: "The source, as in requests.")
    var source: String

    @Flag(help: "Let it in again.")
    var undo = false

    func run() async throws {
        let answer = try await service.post("/block", ["source": source, "blocked": !undo])
        let changed = answer["changed"] as? Bool ?? false
        print(changed ? (undo ? "no longer blocked" : "blocked") : "nothing changed")
    }
}
