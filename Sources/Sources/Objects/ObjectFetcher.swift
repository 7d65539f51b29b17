import ObjectStorage

/// Fetches sources out of object stores: of those buckets alone that the settings allow, at the operator's endpoints.
struct ObjectFetcher: Sendable {
    let stores: ObjectStores?

    /// An object that may be read.
    struct Named: Sendable {
        let object: ObjectName
        let version: String?
        let stores: ObjectStores
    }

    /// The object that `reference` names.
    ///
    /// - Throws: `notConfigured` when its kind of store is not switched on, `notAllowed` for a bucket that requests may not name,
    ///   `invalidReference`.
    func checked(_ reference: ObjectReference, isTrusted: Bool) throws(SourceError) -> Named {
        let scheme = reference.scheme
        guard let stores, stores.rules.isOn(scheme) else {
            throw SourceError(
                .notConfigured,
                "Sources in \(scheme):// are not available: use-\(scheme.settingName) is not switched on.")
        }
        guard isTrusted || stores.rules.allows(reference.bucket.text, scheme) else {
            throw SourceError(
                .notAllowed,
                "The source's bucket is not allowed here (\(scheme.settingName)-allowed-buckets, \(scheme.settingName)-denied-buckets)."
            )
        }
        let (key, version) = reference.parts(dividedBy: stores.querySeparator)
        do throws(ObjectStoreError) {
            return Named(
                object: try ObjectName(scheme: scheme, bucket: reference.bucket, key: key),
                version: version.map(Self.version), stores: stores)
        } catch {
            throw SourceError(.invalidReference, error.message, cause: error)
        }
    }

    /// imgproxy takes all behind the separator for the version; its name may stand before it.
    private static func version(_ query: String) -> String {
        query.hasPrefix("versionId=") ? String(query.dropFirst("versionId=".count)) : query
    }

    /// The head of the store's answer.
    ///
    /// - Throws: `status`, `connectFailed`, `timedOut`, `badAnswer`, `notConfigured`, `cancelled`.
    func open(
        _ named: Named, _ options: FetchOptions, deadline: ContinuousClock.Instant
    ) async throws(SourceError) -> RemoteBody {
        var wish = ObjectWish()
        wish.version = named.version
        wish.range = options.range
        wish.rangeValidator = options.rangeValidator
        wish.unlessTagged = options.unlessTagged
        wish.unlessUnchangedSince = options.unlessUnchangedSince
        let answer: ObjectAnswer
        do throws(ObjectStoreError) {
            answer = try await named.stores.store(named.object.scheme).get(named.object, wish, deadline: deadline)
        } catch {
            throw SourceError(error)
        }
        let codings = answer.isUnchanged ? [] : try ContentCoding.list(answer.contentEncodings)
        guard codings.isEmpty || answer.contentRange == nil else {
            throw SourceError(.badAnswer, "The source answered with a part of itself that is compressed.")
        }
        return RemoteBody(
            metadata: Self.metadata(of: answer, named.object.key, codings), isUnchanged: answer.isUnchanged,
            codings: codings, wholeBytes: answer.wholeBytes, chunks: answer.body, loan: nil)
    }

    private static func metadata(
        of answer: ObjectAnswer, _ key: String, _ codings: [ContentCoding]
    ) -> SourceMetadata {
        let type = answer.facts.contentType?.prefix { $0 != ";" }.lowercased().filter { !$0.isWhitespace }
        return SourceMetadata(
            name: SourceReference.name(in: key) ?? "source", mediaType: type?.isEmpty == false ? type : nil,
            entityTag: answer.facts.entityTag, lastModified: answer.facts.lastModified,
            cacheControl: answer.facts.cacheControl, contentRange: answer.contentRange,
            acceptRanges: codings.isEmpty ? "bytes" : nil, byteCount: codings.isEmpty ? answer.bodyBytes : nil)
    }
}

extension ObjectAnswer {
    /// Bytes of the whole object, of which this may be a part.
    fileprivate var wholeBytes: Int? {
        guard let contentRange else { return bodyBytes }
        return contentRange.split(separator: "/").last.flatMap { Int($0) }
    }
}

extension SourceError {
    /// What a store did not do, as of any origin.
    init(_ error: ObjectStoreError) {
        switch error.code {
        case .cancelled: self = .cancelled(error)
        case .invalidName: self.init(.invalidReference, error.message, cause: error)
        case .notConfigured, .noCredentials: self.init(.notConfigured, error.message, cause: error)
        case .credentialsFailed, .connectFailed: self.init(.connectFailed, error.message, cause: error)
        case .timedOut: self.init(.timedOut, "The source took too long.", cause: error)
        case .badAnswer: self.init(.malformedAnswer, error.message, cause: error)
        case .notFound, .denied, .preconditionFailed, .rangeNotSatisfiable, .slowDown, .unavailable, .wrongRegion,
            .refused:
            self.init(.status(Self.status(of: error)), error.message, cause: error, retryAfter: error.retryAfter)
        }
    }

    /// A redirect that cannot be followed is the store's failure.
    private static func status(of error: ObjectStoreError) -> Int {
        guard let status = error.status, (400...599).contains(status) else { return 502 }
        return status
    }
}
