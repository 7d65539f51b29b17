package import ImageModel

/// A store of objects, in buckets.
///
/// Every call stands under the deadline that it is given, and repeats what is worth repeating by itself.
package protocol ObjectStore: Sendable {
    /// The object, with its bytes still to be read; letting the answer go closes its connection.
    ///
    /// - Throws: any code but `preconditionFailed`.
    func get(
        _ object: ObjectName, _ wish: ObjectWish, deadline: ContinuousClock.Instant
    ) async throws(ObjectStoreError) -> ObjectAnswer

    /// What is known of the object.
    ///
    /// - Throws: any code but `preconditionFailed`.
    func head(_ object: ObjectName, deadline: ContinuousClock.Instant) async throws(ObjectStoreError) -> ObjectFacts

    /// Puts `bytes` in place as a whole: readers see the old object or the new one.
    ///
    /// - Throws: any code; `preconditionFailed` only where `headers.isOnlyIfAbsent`.
    func put(
        _ bytes: EncodedBytes, as object: ObjectName, _ headers: ObjectHeaders, deadline: ContinuousClock.Instant
    ) async throws(ObjectStoreError)

    /// Up to 1,000 objects of `prefix`, in the order of their keys' bytes, behind `position`.
    ///
    /// - Throws: any code but `preconditionFailed`.
    func list(
        _ prefix: ObjectPrefix, from position: ListPosition, deadline: ContinuousClock.Instant
    ) async throws(ObjectStoreError) -> ObjectPage

    /// Removes the object; one that is not there is as good.
    ///
    /// - Throws: any code but `preconditionFailed`.
    func delete(_ object: ObjectName, deadline: ContinuousClock.Instant) async throws(ObjectStoreError)
}

/// What is special about a read.
package struct ObjectWish: Sendable, Hashable {
    /// A version of the object, as the store calls it.
    package var version: String?
    /// A `Range` of one range.
    package var range: String?
    /// An `If-Range`: the validator of the object that the range must be of.
    package var rangeValidator: String?
    /// An `If-None-Match`: the store may answer that the object is as it was.
    package var unlessTagged: String?
    /// The same by the day of the last change.
    package var unlessUnchangedSince: String?

    package init() {}
}

/// What is said about an object.
package struct ObjectFacts: Sendable, Hashable {
    /// Bytes of the whole object; `nil` when the store does not say.
    package var byteCount: Int?
    /// With its quotes; opaque, no digest of the bytes.
    package var entityTag: String?
    package var lastModified: String?
    package var contentType: String?
    package var cacheControl: String?
    /// What was stored with it, by names in lower case.
    package var metadata: [String: String] = [:]

    package init() {}
}

/// What is stored with an object, and when.
package struct ObjectHeaders: Sendable, Hashable {
    package var contentType: String?
    package var cacheControl: String?
    /// By name, without the store's prefix.
    package var metadata: [String: String] = [:]
    /// The object must not exist yet.
    package var isOnlyIfAbsent = false

    package init() {}
}

/// Where a list goes on.
package enum ListPosition: Sendable, Hashable {
    case start
    /// Behind this key.
    case after(key: String)
    /// Where the store's own mark says.
    case mark(String)
}

/// A part of a list.
package struct ObjectPage: Sendable, Hashable {
    package struct Entry: Sendable, Hashable {
        package let key: String
        package let byteCount: Int

        package init(key: String, byteCount: Int) {
            self.key = key
            self.byteCount = byteCount
        }
    }

    package let entries: [Entry]
    /// Where the list goes on; `nil` at its end.
    package let next: ListPosition?

    package init(entries: [Entry], next: ListPosition?) {
        self.entries = entries
        self.next = next
    }
}
