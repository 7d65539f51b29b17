package import ObjectStorage

/// An object as a source names it: `s3://bucket/key`, with a version behind a separator that the settings define.
package struct ObjectReference: Sendable, Hashable {
    package let scheme: StoreScheme
    package let bucket: BucketName
    /// The key as it is written, byte for byte: nothing of it is decoded. May end in a separator and a version.
    package private(set) var path: String
    /// A version that was told apart from the key already.
    package private(set) var version: String?

    /// - Throws: `invalidReference`.
    init(_ scheme: StoreScheme, _ rest: String, version: String?) throws(SourceError) {
        let bucket = rest.prefix { $0 != "/" }
        let path = rest.dropFirst(bucket.count).dropFirst()
        guard !path.isEmpty else {
            throw SourceError(.invalidReference, "An object has the form \(scheme)://bucket/key.")
        }
        guard rest.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            throw SourceError(.invalidReference, "The object's name contains a control character.")
        }
        do throws(ObjectStoreError) {
            self.bucket = try BucketName(bucket)
        } catch {
            throw SourceError(.invalidReference, error.message, cause: error)
        }
        self.scheme = scheme
        self.path = String(path)
        self.version = version
    }

    /// The key and the version, which the first `separator` divides; an empty one divides nothing.
    func parts(dividedBy separator: String) -> (key: String, version: String?) {
        if let version { return (path, version.isEmpty ? nil : version) }
        guard !separator.isEmpty, let range = path.firstRange(of: separator) else { return (path, nil) }
        let version = path[range.upperBound...]
        return (String(path[..<range.lowerBound]), version.isEmpty ? nil : String(version))
    }

    /// The same with its version told apart.
    func divided(by separator: String) -> ObjectReference {
        var divided = self
        (divided.path, divided.version) = parts(dividedBy: separator)
        return divided
    }

    /// `s3://bucket/key`, without a version that was told apart.
    var text: String { "\(place)/\(path)" }

    /// Tells it from all others. A version that was told apart stands behind a NUL, which no name has.
    var canonicalText: String { text + (version.map { $0.isEmpty ? "" : "\0\($0)" } ?? "") }

    /// `s3://bucket`
    package var place: String { "\(scheme)://\(bucket.text)" }
}
