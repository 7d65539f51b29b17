/// The form in which renditions, or a report on them, are sent back.
package enum RenditionsAnswer: String, Sendable, Hashable, CaseIterable {
    /// The one rendition itself.
    case picture = "image/*"
    case multipart = "multipart/mixed"
    case zip = "application/zip"
    /// What was made of what, and what was written where.
    case json = "application/json"
    /// A page with the pictures, for people.
    case page = "text/html"

    /// What there is to answer with.
    package enum Content: Sendable, Hashable {
        /// One rendition of one source.
        case picture
        /// Several renditions of one source.
        case pictures
        /// Renditions of several sources.
        case sources
        /// Facts and data, as the request itself says.
        case data
        /// Renditions that go into a store.
        case stored

        /// The forms that it may have, the usual one first.
        package var answers: [RenditionsAnswer] {
            switch self {
            case .picture: [.picture, .multipart, .zip, .json]
            case .pictures: [.multipart, .zip, .page, .json]
            case .sources: [.multipart, .zip, .json]
            case .data, .stored: [.json]
            }
        }
    }

    /// The form for an `Accept` header (RFC 9110, 12.5.1); the default for a request without one.
    ///
    /// Among what is offered and accepted, the highest weight wins, then the type that is named over one that a wildcard
    /// covers, then the order of `Content.answers`. A report is the answer only where nothing else is accepted as well:
    /// many programs name `application/json` in every request, and take everything. Ranges that are malformed are passed
    /// over. Example: `application/zip, */*` gives zip.
    ///
    /// - Throws: `notAcceptable`, naming the types on offer.
    package static func negotiated(accept: String?, _ content: Content) throws(RequestError) -> RenditionsAnswer {
        let ranges = (accept ?? "*/*").split(separator: ",").compactMap { MediaRange($0) }
        var best: (answer: RenditionsAnswer, rank: (Int, Int, Int))?
        for answer in content.answers {
            let covering = ranges.filter { $0.covers(answer) }
            // The most specific range determines the weight, even if a wildcard has a higher one.
            guard let match = covering.max(by: { $0.specificity < $1.specificity }), match.weight > 0 else { continue }
            let rank = (match.weight, answer == .json ? 0 : 1, match.specificity)
            if best.map({ rank > $0.rank }) ?? true { best = (answer, rank) }
        }
        guard let best else { throw refusal(content) }
        return best.answer
    }

    private static func refusal(_ content: Content) -> RequestError {
        let types = content.answers.map(\.rawValue)
        let offered =
            types.count == 1 ? types[0] : types.dropLast().joined(separator: ", ") + " or " + (types.last ?? "")
        return RequestError(
            .notAcceptable, "Accept: none of its types is offered for this request; send Accept: \(offered)")
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

    func covers(_ answer: RenditionsAnswer) -> Bool {
        // The picture has the format that the request asks for, whatever pictures the client prefers.
        if answer == .picture { return type == "image" || type == "*" }
        let name = answer.rawValue
        return name == "\(type)/\(subtype)" || type == "*" || (subtype == "*" && name.hasPrefix("\(type)/"))
    }
}
