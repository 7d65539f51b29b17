/// How an origin's body is encoded, as `Content-Encoding` says (RFC 9110, section 8.4).
enum ContentCoding: Sendable, Hashable {
    case gzip
    /// zlib's format; some servers send raw deflate data under that name.
    case deflate

    /// The codings of a body, in the order in which they were applied. Unknown names, such as `base64` or
    /// `utf-8`, are ignored: they are mistakes in a store's metadata, and the file is plain.
    ///
    /// - Throws: `badAnswer` for an existing coding that is not supported.
    static func list(_ fields: [String]) throws(SourceError) -> [ContentCoding] {
        var codings: [ContentCoding] = []
        for name in fields.flatMap({ $0.split(separator: ",") }) {
            switch name.lowercased().filter({ $0 != " " && $0 != "\t" }) {
            case "gzip", "x-gzip": codings.append(.gzip)
            case "deflate": codings.append(.deflate)
            case let name where ["br", "zstd", "compress", "x-compress", "dcb", "dcz"].contains(name):
                throw SourceError(
                    .badAnswer,
                    "The source sent its body with Content-Encoding: \(name); only gzip and deflate are understood.")
            default: continue
            }
        }
        guard codings.count <= 2 else {
            throw SourceError(.badAnswer, "The source's body is compressed more than twice.")
        }
        return codings
    }
}
