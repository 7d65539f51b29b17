/// How the bytes of an origin's body are wrapped, as `Content-Encoding` says (RFC 9110, section 8.4).
enum ContentCoding: Sendable, Hashable {
    case gzip
    /// zlib's format; some servers send its bare contents by that name.
    case deflate

    /// The codings of a body, in the order in which they were applied. Names that nobody knows, such as `base64` or
    /// `utf-8`, are left out: they are mistakes in what a store was told of a file, which is plain.
    ///
    /// - Throws: `badAnswer` for a coding that exists and is not understood.
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
