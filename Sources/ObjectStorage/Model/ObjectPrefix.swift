/// A part of a bucket: all objects whose keys begin alike.
package struct ObjectPrefix: Sendable, Hashable, CustomStringConvertible {
    package let scheme: StoreScheme
    package let bucket: BucketName
    /// What the keys begin with; empty for the whole bucket.
    package let prefix: String

    /// The prefix that `text` names: `s3://bucket`, `s3://bucket/`, `s3://bucket/any/text`.
    ///
    /// - Throws: `invalidName`.
    package init(parsing text: String) throws(ObjectStoreError) {
        guard let (scheme, rest) = StoreScheme.split(text) else {
            throw ObjectStoreError(.invalidName, "An object store is named as in \(StoreScheme.list)bucket/prefix.")
        }
        let bucket = rest.prefix { $0 != "/" }
        self.scheme = scheme
        self.bucket = try BucketName(bucket)
        prefix = String(rest.dropFirst(bucket.count).dropFirst())
        guard prefix.utf8.count <= ObjectName.maximumKeyBytes, !prefix.utf8.contains(0) else {
            throw ObjectStoreError(.invalidName, "The prefix in the object store is too long, or has a NUL.")
        }
    }

    /// The object called `key`, which is a whole key.
    ///
    /// - Throws: `invalidName`.
    package func object(_ key: String) throws(ObjectStoreError) -> ObjectName {
        try ObjectName(scheme: scheme, bucket: bucket, key: key)
    }

    /// The object at `path` below the prefix, as below a folder.
    ///
    /// - Throws: `invalidName`.
    package func object(below path: String) throws(ObjectStoreError) -> ObjectName {
        try object(prefix.isEmpty || prefix.hasSuffix("/") ? prefix + path : "\(prefix)/\(path)")
    }

    /// As it was written, without a slash at the end.
    package var description: String {
        let text = "\(scheme)://\(bucket.text)/\(prefix)"
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }
}
