import Hummingbird
import ImageService
import Profiling

/// `/debug/memory`: what the process's memory consists of, with sums that add up; and returning free pages.
struct MemoryRoute: Sendable {
    let service: ImageService

    /// Bytes: `parts` add up to `residentBytes`, and `owners` to what is allocated.
    struct Document: Encodable {
        struct Part: Encodable {
            var name: String
            var bytes: Int
            var meaning: String
            /// Further figures about the same, which are not part of any sum.
            var details: [String: Int]?
        }

        var residentBytes: Int
        var parts: [Part]
        /// Who holds the allocated memory; without jemalloc its total is unknown.
        var owners: [Part]
        /// Address space that the allocator keeps without memory behind it.
        var retainedBytes: Int?
    }

    /// `GET`: JSON, or a page for a browser.
    func get(_ request: Request, _ context: APIRequestContext) async throws -> Response {
        let document = document(ProcessMemory.current())
        guard request.headers[.accept]?.contains("text/html") == true else { return try .indentedJSON(document) }
        return .page(Self.html(document))
    }

    /// `POST …/purge`: returns free pages to the system, and says how many bytes that was.
    ///
    /// - Throws: `ProfilingError`.
    func purge(_ request: Request, _ context: APIRequestContext) async throws -> Response {
        let before = ProcessMemory.residentBytes
        try ProcessMemory.purge()
        let after = ProcessMemory.residentBytes
        return try .indentedJSON(
            ["residentBytesBefore": before, "residentBytesAfter": after, "freedBytes": max(0, before - after)])
    }

    /// The figures at one moment. They are read one after another, so the last part includes what changed in between.
    func document(_ memory: ProcessMemory) -> Document {
        var document = Document(
            residentBytes: memory.resident, parts: [], owners: MemoryOwners(service).parts(allocated: memory.allocated),
            retainedBytes: memory.retained)
        guard let allocated = memory.allocated, let active = memory.active, let resident = memory.allocatorResident
        else {
            document.parts = [.init(name: "all", bytes: memory.resident, meaning: "the allocator provides no details")]
            return document
        }
        document.parts = [
            .init(name: "allocated", bytes: allocated, meaning: "handed out by malloc and not freed"),
            .init(name: "fragmentation", bytes: active - allocated, meaning: "unused space in the same pages"),
            .init(
                name: "allocator", bytes: resident - active,
                meaning: "free pages that are returned within seconds, and the allocator's own data"),
            .init(
                name: "other", bytes: memory.resident - resident,
                meaning: "code, stacks, mapped files; negative where pages of the allocator are not resident"),
        ]
        return document
    }

    private static func html(_ document: Document) -> String {
        let rows = { (parts: [Document.Part]) in
            parts.map { part in
                let details = (part.details ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
                let meaning = ([part.meaning] + details).joined(separator: "; ")
                return "<tr><td>\(part.name)</td><td align=right>\(part.bytes)</td><td>\(meaning)</td></tr>"
            }.joined(separator: "\n")
        }
        return """
            <!doctype html><title>Memory</title><h1>\(document.residentBytes) bytes resident</h1>
            <table>\(rows(document.parts))</table><h2>Allocated memory by owner</h2>
            <table>\(rows(document.owners))</table>
            <form method=post action="memory/purge"><button>Return free pages</button></form>
            """
    }
}
