import Hummingbird

extension Request {
    /// The query's names and values, decoded, in order.
    var queryItems: [(name: String, value: String)] {
        uri.queryParameters.map { (name: String($0.key), value: String($0.value)) }
    }
}
