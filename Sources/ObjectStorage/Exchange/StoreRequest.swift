import ImageModel

/// One request to a store or to a service that gives credentials, before it is signed.
struct StoreRequest: Sendable {
    var method: String
    var endpoint: StoreEndpoint
    /// Percent-encoded, from its first `/`.
    var path: String
    /// Names and values, not encoded, in any order.
    var query: [(name: String, value: String)] = []
    /// Without `Host`.
    private(set) var fields: [(name: String, value: String)] = []
    var body: EncodedBytes?

    init(_ method: String, _ endpoint: StoreEndpoint, path: String) {
        self.method = method
        self.endpoint = endpoint
        self.path = path
    }

    /// Sets a field in place of any of that name.
    mutating func set(_ name: String, _ value: String) {
        fields.removeAll { $0.name.lowercased() == name.lowercased() }
        fields.append((name, value))
    }

    /// Sets a field if there is a value for it.
    mutating func set(_ name: String, _ value: String?) {
        if let value { set(name, value) }
    }

    /// The query in the order of its encoded names, then values; an empty value keeps its `=`.
    var canonicalQuery: String {
        query.map { (URIEncoding.component($0.name), URIEncoding.component($0.value)) }
            .sorted { one, other in
                let (first, second) = one.0 == other.0 ? (one.1, other.1) : (one.0, other.0)
                return Array(first.utf8).lexicographicallyPrecedes(Array(second.utf8))
            }
            .map { "\($0.0)=\($0.1)" }.joined(separator: "&")
    }

    /// Where it goes, whole.
    var url: String {
        let query = canonicalQuery
        return "\(endpoint.origin)\(path)" + (query.isEmpty ? "" : "?\(query)")
    }
}
