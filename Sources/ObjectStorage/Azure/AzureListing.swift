/// Lists of Azure's containers.
enum AzureListing {
    /// Where a list goes on. There are no lists behind a key: those before it are read again, and left out.
    struct Mark: Sendable, Hashable {
        var marker = ""
        /// Keys up to this one are left out.
        var key = ""

        init(_ position: ListPosition) {
            switch position {
            case .start: break
            case .after(let key): self.key = key
            case .mark(let text):
                // Neither has a NUL.
                let parts = text.split(separator: "\0", maxSplits: 1, omittingEmptySubsequences: false)
                marker = String(parts[0])
                if parts.count == 2 { key = String(parts[1]) }
            }
        }
    }

    /// The page in the body of an answer to a list from `mark`.
    ///
    /// - Throws: `badAnswer`.
    static func page(in body: [UInt8], _ mark: Mark) throws(ObjectStoreError) -> ObjectPage {
        guard let result = XMLNode(parsing: body), result.name == "EnumerationResults",
            let blobs = result.first("Blobs")
        else { throw unreadable }
        var entries: [ObjectPage.Entry] = []
        for blob in blobs.all("Blob") {
            guard let key = blob.text("Name"),
                let bytes = blob.first("Properties")?.text("Content-Length").flatMap({ Int($0) })
            else { throw unreadable }
            guard mark.key.utf8.lexicographicallyPrecedes(key.utf8) else { continue }
            entries.append(ObjectPage.Entry(key: key, byteCount: bytes))
        }
        let next = result.text("NextMarker") ?? ""
        return ObjectPage(entries: entries, next: next.isEmpty ? nil : .mark("\(next)\0\(mark.key)"))
    }

    private static var unreadable: ObjectStoreError {
        ObjectStoreError(.badAnswer, "The object store's list cannot be read.")
    }
}
