import ImageModel
package import Jobs
package import ObjectStorage

/// The objects of a prefix as items of a batch, page by page: in memory is one page, whatever the bucket has.
///
/// They come in the order of their keys' bytes, so that the key of the last one says where a list goes on that was
/// interrupted. Empty objects and those whose keys end in a slash, which stand for folders, are left out.
package struct ObjectListing: Sendable {
    /// What a list is made of.
    package struct Query: Sendable {
        package var prefix: ObjectPrefix
        /// Of the keys behind the prefix: `*` stands for any text within a name, `**` for any text. `nil`: names that end as those of
        /// images do.
        package var pattern: KeyPattern?
        /// Keys that begin so are left out: outputs of earlier batches.
        package var excluded: String?
        /// What divides a key from a version in a source; keys that hold it cannot be sources.
        package var separator: String

        package init(
            prefix: ObjectPrefix, pattern: KeyPattern? = nil, excluded: String? = nil, separator: String = "?"
        ) {
            self.prefix = prefix
            self.pattern = pattern
            self.excluded = excluded
            self.separator = separator
        }
    }

    private let query: Query
    private let store: any ObjectStore
    private let timeout: Duration
    private var position: ListPosition?
    private var count: Int

    /// Objects that were left out because no source can name them.
    package private(set) var unnameableCount = 0

    /// The list of `query`; behind `last`, the last item of one that was interrupted, if there is one. A page takes `timeout` at the
    /// most.
    package init(_ query: Query, in store: any ObjectStore, timeout: Duration, after last: BatchItem? = nil) {
        self.query = query
        self.store = store
        self.timeout = timeout
        let beginning = Self.place(query)
        let key = last.flatMap { $0.source.hasPrefix(beginning) ? $0.source.dropFirst(beginning.count) : nil }
        position = key.map { .after(key: String($0)) } ?? .start
        count = last?.line ?? 0
    }

    /// The items of the next page, which may be none; `nil` at the end.
    ///
    /// - Throws: `manifestUnreadable`.
    package mutating func next() async throws(JobError) -> [NewItem]? {
        guard let position else { return nil }
        let page: ObjectPage
        do throws(ObjectStoreError) {
            page = try await store.list(query.prefix, from: position, deadline: .now + timeout)
        } catch {
            throw JobError(
                .manifestUnreadable, "The list of \(query.prefix) cannot be read: \(error.message)", cause: error)
        }
        self.position = page.next
        return page.entries.compactMap { item(for: $0) }
    }

    private mutating func item(for entry: ObjectPage.Entry) -> NewItem? {
        let key = entry.key
        guard entry.byteCount > 0, !key.hasSuffix("/"), key.hasPrefix(query.prefix.prefix),
            query.excluded.map({ !key.hasPrefix($0) }) ?? true
        else { return nil }
        let rest = String(key.dropFirst(query.prefix.prefix.count))
        guard query.pattern?.matches(rest) ?? Self.looksLikeImage(rest) else { return nil }
        guard query.separator.isEmpty || !key.contains(query.separator),
            key.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
        else {
            unnameableCount += 1
            return nil
        }
        count += 1
        let folders = rest.split(separator: "/").dropLast().joined(separator: "/")
        return NewItem(source: Self.place(query) + key, line: count, values: ["dir": folders])
    }

    private static func place(_ query: Query) -> String {
        "\(query.prefix.scheme)://\(query.prefix.bucket.text)/"
    }

    private static func looksLikeImage(_ name: String) -> Bool {
        guard let dot = name.lastIndex(of: ".") else { return false }
        return ImageFormat(name: name[name.index(after: dot)...]) != nil
    }
}
