import NIOHTTP1

/// What the header fields of S3's answers say of an object.
enum S3Facts {
    /// `isWhole`: the body, if there is one, is all of the object. `prefix` is what names of metadata begin with.
    static func facts(_ headers: HTTPHeaders, isWhole: Bool, prefix: String) -> ObjectFacts {
        var facts = ObjectFacts()
        facts.byteCount = isWhole ? bodyBytes(headers) : nil
        facts.entityTag = headers.first(name: "ETag")
        facts.lastModified = headers.first(name: "Last-Modified")
        facts.contentType = headers.first(name: "Content-Type")
        facts.cacheControl = headers.first(name: "Cache-Control")
        for (name, value) in headers where name.lowercased().hasPrefix(prefix) {
            facts.metadata[String(name.lowercased().dropFirst(prefix.count))] = value
        }
        return facts
    }

    static func bodyBytes(_ headers: HTTPHeaders) -> Int? {
        headers.first(name: "Content-Length").flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil }
    }

}

/// Lists of S3, version 2.
enum S3Listing {
    /// The page in the body of an answer.
    ///
    /// - Throws: `badAnswer`.
    static func page(in body: [UInt8]) throws(ObjectStoreError) -> ObjectPage {
        guard let result = XMLNode(parsing: body), result.name == "ListBucketResult" else { throw unreadable }
        let isEncoded = result.text("EncodingType")?.lowercased() == "url"
        var entries: [ObjectPage.Entry] = []
        for content in result.all("Contents") {
            guard let text = content.text("Key"), let key = isEncoded ? URIEncoding.decodedForm(text) : text,
                let bytes = content.text("Size").flatMap({ Int($0) })
            else { throw unreadable }
            entries.append(ObjectPage.Entry(key: key, byteCount: bytes))
        }
        guard result.text("IsTruncated")?.lowercased() == "true" else { return ObjectPage(entries: entries, next: nil) }
        if let mark = result.text("NextContinuationToken"), !mark.isEmpty {
            return ObjectPage(entries: entries, next: .mark(mark))
        }
        guard let last = entries.last else { throw unreadable }
        return ObjectPage(entries: entries, next: .after(key: last.key))
    }

    private static var unreadable: ObjectStoreError {
        ObjectStoreError(.badAnswer, "The object store's list cannot be read.")
    }
}
