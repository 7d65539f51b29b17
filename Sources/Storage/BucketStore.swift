package import ImageModel
package import ObjectStorage

/// A part of a bucket that renditions are written to.
///
/// An object appears whole, and stays when its store has said so: nothing is staged, flushed or locked.
package struct BucketStore: Sendable {
    /// What all paths are relative to.
    package let prefix: ObjectPrefix
    private let store: any ObjectStore
    private let headers: StoredHeaders
    /// For one request with its repetitions.
    private let timeout: Duration

    /// The metadata of each object that has the SHA-256 of its bytes, in hexadecimal digits.
    package static let digestName = "sha256"

    package init(prefix: ObjectPrefix, store: any ObjectStore, headers: StoredHeaders, timeout: Duration) {
        self.prefix = prefix
        self.store = store
        self.headers = headers
        self.timeout = timeout
    }

    /// The size of the object at `relativePath` in bytes; `nil` if there is none, or the store does not say.
    package func byteCount(of relativePath: String) async -> Int? {
        // Whatever is not known for certain is made again.
        guard let object = try? object(relativePath) else { return nil }
        return try? await store.head(object, deadline: .now + timeout).byteCount
    }

    /// Puts `bytes` at `relativePath`, in place of any object there. Where a name comes from the content, an object that is there and
    /// has the same bytes stays.
    ///
    /// - Throws: `invalidPath`, `noSpace`, `notPermitted`, `writeFailed`, `unavailable`, `cancelled`.
    package func write(
        _ bytes: EncodedBytes, to relativePath: String, as kind: StoredKind
    ) async throws(StorageError) {
        let object = try object(relativePath)
        var wanted = ObjectHeaders()
        wanted.contentType = kind.contentType
        wanted.cacheControl = headers.cacheControl
        wanted.metadata = headers.metadata
        wanted.metadata[Self.digestName] = PayloadHash.of(bytes)
        wanted.isOnlyIfAbsent = kind.isNamedByHash
        do throws(ObjectStoreError) {
            do throws(ObjectStoreError) {
                try await store.put(bytes, as: object, wanted, deadline: .now + timeout)
            } catch {
                guard error.code == .preconditionFailed else { throw error }
                // The same source with other options may have been stored under this name.
                let there = try? await store.head(object, deadline: .now + timeout)
                guard there?.metadata[Self.digestName] != wanted.metadata[Self.digestName] else { return }
                wanted.isOnlyIfAbsent = false
                try await store.put(bytes, as: object, wanted, deadline: .now + timeout)
            }
        } catch {
            throw StorageError(error, path: relativePath)
        }
    }

    /// By the rules of names that hold for folders.
    private func object(_ relativePath: String) throws(StorageError) -> ObjectName {
        let path = try StorePath(relativePath)
        do throws(ObjectStoreError) { return try prefix.object(below: path.text) } catch {
            throw StorageError(error, path: relativePath)
        }
    }
}

/// What every object of a store is stored with.
package struct StoredHeaders: Sendable, Hashable {
    package var cacheControl: String?
    package var metadata: [String: String] = [:]

    package init() {}
}

extension StorageError {
    /// The error for an object store that did not take `path`.
    init(_ error: ObjectStoreError, path: String) {
        let isFull = error.status == 507 || error.storeCode == "QuotaExceeded"
        let code: Code =
            switch error.code {
            case _ where isFull: .noSpace
            case .invalidName: .invalidPath
            case .denied, .noCredentials, .notConfigured: .notPermitted
            // A service that gives credentials may be away for a moment.
            case .slowDown, .unavailable, .connectFailed, .timedOut, .credentialsFailed: .unavailable
            case .cancelled: .cancelled
            case .notFound, .preconditionFailed, .rangeNotSatisfiable, .wrongRegion, .refused, .badAnswer: .writeFailed
            }
        self.init(code, "cannot write \(path): \(error.message)", cause: error)
    }
}
