package import Caching
import HTTPSyntax
import ImageModel
package import Sources

// Answers out of the cache, and what becomes of them.
extension ImageService {
    /// `asked` out of the cache where it can be, and else made, and kept for the next one.
    ///
    /// - Throws: as `answer`.
    func answerByCache(_ asked: Asked) async throws(ServiceError) -> Answer {
        guard let cache else { return try await answerBySource(asked) }
        var asked = asked
        if let reference = asked.source.reference { asked.source = .reference(reader.uniform(reference)) }
        if let key = asked.sourceKey, cache.purges.isBlocked(key) {
            cache.count { $0.blocked += 1 }
            throw .blocked
        }
        // What batches make goes into a store, and would push out what people look at.
        guard asked.priority == .live else { return try await answerBySource(asked) }
        let requests = asked.renditions.compactMap { CacheRequest($0, of: asked, self) }
        guard let first = requests.first, requests.count == asked.renditions.count else {
            cache.count { $0.bypassed += 1 }
            RequestAccount.note { $0.cache = .init(.bypass) }
            return try await answerBySource(asked)
        }
        if requests.count == 1 { return try await answer(asked, first, cache) }
        return try await answerEach(asked, requests, cache)
    }

    /// The key of the source that `text` names, by which it is purged and blocked. `nil` only where libcrypto has no SHA-256.
    ///
    /// - Throws: `invalidReference`, `schemeNotAllowed`.
    package func cacheKey(ofSource text: String) throws(SourceError) -> CacheKey? {
        CacheKey(source: reader.uniform(try SourceReference(parsing: text)))
    }

    // MARK: - One picture

    private func answer(
        _ asked: Asked, _ request: CacheRequest, _ cache: ResultCache
    ) async throws(ServiceError) -> Answer {
        guard let key = cache.key(of: request, self) else { return try await answerBySource(asked) }
        guard let found = try await cache.find(key, budget) else {
            if let failure = cache.failures.failure(of: request) {
                cache.count { $0.failures += 1 }
                throw failure
            }
            return try await renewed(asked, request, key, nil, cache)
        }
        switch found.state {
        case .fresh: return answer(asked, request, cache, found)
        case .renewing:
            renew(asked, request, key, found, cache)
            return answer(asked, request, cache, found)
        case .lastResort, .gone:
            do throws(ServiceError) {
                return try await renewed(asked, request, key, found, cache)
            } catch {
                guard found.state == .lastResort, error.isOrigins else { throw error }
                cache.count { $0.staleOnError += 1 }
                return answer(asked, request, cache, found)
            }
        }
    }

    /// The answer with what was found; `.unchanged` where its caller has it already.
    private func answer(
        _ asked: Asked, _ request: CacheRequest, _ cache: ResultCache, _ found: ResultCache.Found,
        isRevalidated: Bool = false
    ) -> Answer {
        cache.count { $0.note(found, isRevalidated: isRevalidated) }
        RequestAccount.note { $0.cache = .init(found, isRevalidated: isRevalidated) }
        let basis = found.answer.basis(request.rendition)
        let stem = stem(for: asked, found.answer.facts.source.name)
        if asked.isKnown?(basis) ?? false { return Answer(.unchanged, basis, stem: stem) }
        RequestAccount.note { facts in
            facts.renditions += 1
            facts.bytesOut += found.answer.body.count
        }
        return Answer(.files([found.answer.file(found.hold)]), basis, stem: stem)
    }

    /// The answer of a source that is fetched now, unless its origin says that what was found is still right.
    private func renewed(
        _ asked: Asked, _ request: CacheRequest, _ key: CacheKey, _ found: ResultCache.Found?, _ cache: ResultCache
    ) async throws(ServiceError) -> Answer {
        var wanted = asked
        // Where nothing is kept, the caller's own copy is asked about.
        if let condition = found?.answer.facts.source.unchanged { wanted.fetch.condition = condition }
        let purges = cache.purges.last
        RequestAccount.note { $0.cache = .init(found == nil ? .miss : .expired, key: key) }
        let answer: Answer
        do throws(ServiceError) {
            answer = try await answerBySource(wanted)
        } catch {
            // A file that appears is seen at once.
            if request.source.remoteHost != nil { cache.failures.note(error, of: request) }
            throw error
        }
        if case .unchanged = answer.content, let found, answer.basis.treatment == nil {
            let source = found.answer.facts.source.confirmed(by: answer.basis.source)
            if let kept = refreshed(found.answer, request, source, purges, cache) { cache.keep(kept) }
            return self.answer(asked, request, cache, found, isRevalidated: true)
        }
        cache.count { $0.misses += 1 }
        keep(answer, asked, request, key, purges, cache)
        return answer
    }

    /// Renews what was found while it is used.
    private func renew(
        _ asked: Asked, _ request: CacheRequest, _ key: CacheKey, _ found: ResultCache.Found, _ cache: ResultCache
    ) {
        var wanted = asked
        wanted.isKnown = nil
        wanted.fetch.condition = nil
        cache.renewals.renew(key) { [wanted] in
            cache.count { $0.renewals += 1 }
            await RequestAccount.apart {
                do throws(ServiceError) {
                    _ = try await renewed(wanted, request, key, found, cache)
                } catch {
                    cache.count { $0.failedRenewals += 1 }
                }
            }
        }
    }

    // MARK: - Several pictures of one source

    /// Those that are kept, with the others made in one go.
    private func answerEach(
        _ asked: Asked, _ requests: [CacheRequest], _ cache: ResultCache
    ) async throws(ServiceError) -> Answer {
        let keys = requests.compactMap { cache.key(of: $0, self) }
        guard keys.count == requests.count else { return try await answerBySource(asked) }
        var files: [Int: RenderedFile] = [:]
        var basis: AnswerBasis?
        for (index, key) in keys.enumerated() {
            guard let found = try await cache.find(key, budget), [.fresh, .renewing].contains(found.state) else {
                continue
            }
            if found.state == .renewing {
                var one = asked
                one.product = .renditions([requests[index].rendition])
                renew(one, requests[index], key, found, cache)
            }
            cache.count { $0.note(found) }
            files[index] = found.answer.file(found.hold)
            basis = basis ?? found.answer.basis(requests[index].rendition)
        }
        let missing = keys.indices.filter { files[$0] == nil }
        if missing.isEmpty, let basis {
            RequestAccount.note { $0.cache = .init(.hit) }
            let all = keys.indices.compactMap { files[$0] }
            RequestAccount.note { facts in
                facts.renditions += all.count
                facts.bytesOut += all.byteCount
            }
            return Answer(.files(all), basis, stem: stem(for: asked, basis.source.name))
        }
        cache.count { $0.misses += missing.count }
        RequestAccount.note { $0.cache = .init(.miss) }
        var wanted = asked
        wanted.product = .renditions(missing.map { requests[$0].rendition })
        let purges = cache.purges.last
        var answer = try await answerBySource(wanted)
        guard answer.files.count == missing.count else { return answer }
        for (place, index) in missing.enumerated() {
            files[index] = answer.files[place]
            keep(answer.with(answer.files[place]), asked, requests[index], keys[index], purges, cache)
        }
        answer.files = keys.indices.compactMap { files[$0] }
        return answer
    }

    // MARK: - What is kept

    /// Keeps `answer`, if it may be kept: a picture of the source itself, for as long as its origin and the settings say.
    private func keep(
        _ answer: Answer, _ asked: Asked, _ request: CacheRequest, _ key: CacheKey, _ purges: Int, _ cache: ResultCache
    ) {
        guard answer.replaced == nil, answer.files.count == 1, let file = answer.files.first, let bytes = file.bytes,
            let source = asked.sourceKey
        else { return }
        guard let lifetime = lifetime(answer.basis.source, request, file.facts.isDamaged, cache) else {
            cache.count { $0.uncacheable += 1 }
            return
        }
        let basis = answer.basis
        let head = EntryHead(
            key: key, source: source, tags: basis.source.tags.compactMap { CacheKey(tag: $0) }, stored: CacheClock.now,
            lifetime: lifetime, purges: purges)
        let facts = CachedAnswer.Facts(
            source: basis.source, header: basis.header, sourceBytes: basis.sourceBytes, hash: basis.hash,
            treatment: basis.treatment, watermark: basis.watermark, isAnimated: basis.isAnimated,
            file: file.facts, sourceText: request.source.logText)
        // A copy of its own, which is no larger than it is.
        let body = bytes.withUnsafeBytes { EncodedBytes(copying: Array($0)) }
        cache.keep(CachedAnswer(head: head, facts: facts, body: body))
    }

    /// `answer` as if it had come now, with what its origin says of it now.
    private func refreshed(
        _ answer: CachedAnswer, _ request: CacheRequest, _ source: SourceMetadata, _ purges: Int, _ cache: ResultCache
    ) -> CachedAnswer? {
        guard let lifetime = lifetime(source, request, answer.facts.file.isDamaged, cache) else { return nil }
        // A file is looked at each time, which makes nothing new of what is kept.
        if lifetime.fresh == 0, lifetime == answer.head.lifetime, purges == answer.head.purges { return nil }
        var answer = answer
        answer.head.stored = CacheClock.now
        answer.head.lifetime = lifetime
        answer.head.purges = purges
        return answer
    }

    private func lifetime(
        _ source: SourceMetadata, _ request: CacheRequest, _ isDamaged: Bool, _ cache: ResultCache
    ) -> Lifetime? {
        let rules = cache.configuration.rules
        let origin = FreshnessRules.Origin(source, now: HTTPDate(secondsSinceEpoch: CacheClock.now / 1000))
        guard var lifetime = rules.lifetime(origin, hasCredentials: request.hasCredentials) else { return nil }
        switch request.source {
        case .remote, .object: break
        // Looking at a file costs less than a wrong picture.
        case .local, .file: lifetime = Lifetime(fresh: 0)
        }
        if isDamaged {
            lifetime = Lifetime(fresh: min(lifetime.fresh, cache.configuration.damagedSeconds * 1000))
        }
        return lifetime
    }
}

extension Asked {
    /// The key of the source, by which it is purged; `nil` for uploads.
    var sourceKey: CacheKey? { source.reference.flatMap { CacheKey(source: $0) } }
}

extension CacheKey {
    /// That of everything made of `source`. `nil` only where libcrypto has no SHA-256.
    package init?(source: SourceReference) {
        guard let key = try? CacheKey(of: "source " + source.canonicalText) else { return nil }
        self = key
    }

    /// That of everything with this tag.
    package init?(tag: String) {
        guard let key = try? CacheKey(of: "tag " + tag) else { return nil }
        self = key
    }
}

extension ServiceError {
    /// Whether the origin is to blame, and not what it sent: what was kept may stand in (RFC 5861, section 4).
    fileprivate var isOrigins: Bool {
        guard case .source(let error) = self else { return false }
        switch error.code {
        case .status(let status): return status >= 500
        case .connectFailed, .badCertificate, .connectionLost, .timedOut, .nameNotResolved, .malformedAnswer:
            return true
        default: return false
        }
    }
}

extension Answer {
    /// The same with this file alone.
    fileprivate func with(_ file: RenderedFile) -> Answer {
        var answer = self
        answer.files = [file]
        return answer
    }
}
