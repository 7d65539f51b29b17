import ImageModel
import Rendering
import Sources

/// Which fetches are the same.
struct FetchKey: Sendable, Hashable {
    let reference: SourceReference
    let maximumBytes: Int?
    let cookie: String?
    let headers: [OriginHeader]
    let isTrusted: Bool
    let priority: MemoryHold.Priority
}

/// Which renders are the same: those of one fetch, by one plan.
struct RenderKey: Sendable, Hashable {
    let source: ObjectIdentifier
    let plan: RenderPlan
}

// Identical requests in flight: one fetch, one render, many answers.
extension ImageService {
    /// All bytes of `reference`, as by `fetch`; from another request's fetch if one is still in use. Leaving it does
    /// not cancel the others.
    ///
    /// - Throws: `source`, `busy`, `needsMemory`, `deadlineExceeded`, `cancelled`.
    func fetchShared(
        _ reference: SourceReference, options: FetchOptions = .standard, priority: MemoryHold.Priority = .live
    ) async throws(ServiceError) -> FetchedSource {
        guard options.beginning == nil, options.unlessUnchangedSince == nil, options.unlessTagged == nil else {
            return try await fetch(reference, options: options, priority: priority)
        }
        // A request that joins waits as well, at least for a thread.
        try admit(priority)
        let key = FetchKey(
            reference: reference, maximumBytes: options.maximumBytes, cookie: options.cookie,
            headers: options.headers, isTrusted: options.isTrusted, priority: priority)
        let membership = fetches.join(key) { () throws(ServiceError) in
            try await fetch(reference, options: options, priority: priority)
        }
        var fetched: FetchedSource
        if membership.isFirst {
            fetched = try await membership.value()
        } else {
            budget.count { $0.joined += 1 }
            fetched = try await RequestAccount.measure(.fetch) { () async throws(ServiceError) in
                try await membership.value()
            }
        }
        RequestAccount.current?.add(fetched.reservation)
        fetched.sharing = membership.work
        return fetched
    }

    /// As `render`; from another request's render of the same source and plan, if one is running.
    ///
    /// - Throws: `render`, `needsMemory`, `deadlineExceeded`, `cancelled`.
    func renderShared(
        _ plan: RenderPlan, of opened: OpenedSource, overlays: Overlays = .none,
        priority: MemoryHold.Priority = .live
    ) async throws(ServiceError) -> [RenderedFile] {
        guard let sharing = opened.source.sharing else {
            return try await render(plan, of: opened, overlays: overlays, priority: priority)
        }
        let membership = renders.join(RenderKey(source: ObjectIdentifier(sharing), plan: plan)) {
            () throws(ServiceError) in
            try await render(plan, of: opened, overlays: overlays, priority: priority)
        }
        let files = try await membership.value()
        if let hold = files.first?.bytes?.hold {
            RequestAccount.current?.add(hold)
            RequestAccount.note { $0.reserved(opened.source.reservation.bytes + hold.peakBytes) }
        }
        if !membership.isFirst {
            budget.count { $0.joined += 1 }
            if files.contains(where: \.facts.isDamaged) { RequestAccount.note { $0.damaged += 1 } }
        }
        return files
    }
}
