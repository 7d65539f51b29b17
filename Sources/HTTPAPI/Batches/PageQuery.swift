import Hummingbird
import Jobs
import RequestGrammar

/// `?cursor=…&limit=…` of a list, and further items if it has some.
struct PageQuery {
    var cursor: PageCursor?
    var limit = 100
    var others: [String: String] = [:]

    /// - Throws: `RequestError`.
    init(_ request: Request, others known: [String] = []) throws {
        for (name, value) in request.queryItems {
            switch name {
            case "cursor": cursor = PageCursor(value)
            case "limit":
                guard let number = Int(value), (1...1000).contains(number) else {
                    throw RequestError(.invalidField, "limit: expected an integer from 1 to 1000")
                }
                limit = number
            case let name where known.contains(name): others[name] = value
            default:
                let names = (["cursor", "limit"] + known).joined(separator: ", ")
                throw RequestError(.unknownField, "unknown query item \"\(name.prefix(40))\"; known: \(names)")
            }
        }
    }
}
