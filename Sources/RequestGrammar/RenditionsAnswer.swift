/// The form in which renditions, or the report on stored ones, are returned.
package enum RenditionsAnswer: String, Sendable, Hashable, CaseIterable {
    case multipart = "multipart/mixed"
    case zip = "application/zip"
    /// What was written where; for renditions that go to a store.
    case json = "application/json"

    /// The form for an `Accept` header (RFC 9110, 12.5.1); the default for a request without one.
    ///
    /// A request with a store is answered in JSON, one without as `multipart/mixed` or `application/zip`. Among the
    /// types that the client accepts, the highest weight wins, then a type that is named over one covered by a
    /// wildcard, then `multipart/mixed`. Malformed ranges are ignored. Example: `application/zip, */*` selects zip.
    ///
    /// - Throws: `notAcceptable`, naming the types on offer.
    package static func negotiated(accept: String?, isStoring: Bool) throws(RequestError) -> RenditionsAnswer {
        let offered: [RenditionsAnswer] = isStoring ? [.json] : [.multipart, .zip]
        let ranges = (accept ?? "*/*").split(separator: ",").compactMap { MediaRange($0) }
        var best: (answer: RenditionsAnswer, match: MediaRange)?
        for answer in offered {
            let covering = ranges.filter { $0.covers(answer.rawValue) }
            // The most specific range determines the weight, even if a wildcard has a higher one.
            guard let match = covering.max(by: { $0.specificity < $1.specificity }), match.weight > 0 else { continue }
            let rank = (match.weight, match.specificity)
            if best.map({ rank > ($0.match.weight, $0.match.specificity) }) ?? true { best = (answer, match) }
        }
        guard let best else { throw refusal(isStoring: isStoring) }
        return best.answer
    }

    private static func refusal(isStoring: Bool) -> RequestError {
        let offered =
            isStoring
            ? "a request with a store is answered as \(json.rawValue)"
            : "available are \(multipart.rawValue) and \(zip.rawValue), "
                + "and \(json.rawValue) when the request names a store"
        return RequestError(.notAcceptable, "Accept: none of these types is available; \(offered)")
    }
}

/// One element of an `Accept` header: `text/*;q=0.5`.
private struct MediaRange {
    /// Lower case; `*` for any.
    let type: Substring
    let subtype: Substring
    /// 0…1000, thousandths.
    let weight: Int

    init?(_ text: Substring) {
        let parts = text.lowercased().split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
        let names = (parts.first ?? "").split(separator: "/", omittingEmptySubsequences: false).map(Substring.init)
        guard names.count == 2, names.allSatisfy({ !$0.isEmpty }), names[0] != "*" || names[1] == "*" else {
            return nil
        }
        let weights = parts.dropFirst().filter { $0.hasPrefix("q=") }.map { AcceptWeight.thousandths($0.dropFirst(2)) }
        guard let weight = weights.isEmpty ? 1000 : weights[0] else { return nil }
        (type, subtype, self.weight) = (names[0], names[1], weight)
    }

    /// 2 for a full name, 1 for `type/*`, 0 for `*/*`.
    var specificity: Int { (type == "*" ? 0 : 1) + (subtype == "*" ? 0 : 1) }

    func covers(_ mediaType: String) -> Bool {
        mediaType == "\(type)/\(subtype)" || type == "*" || (subtype == "*" && mediaType.hasPrefix("\(type)/"))
    }
}
