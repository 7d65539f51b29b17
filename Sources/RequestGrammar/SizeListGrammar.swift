package import ImageModel

/// Reads size lists: `1600,800x600:fill@webp,q=75,avatar`.
///
/// Elements are separated by commas; spaces around them are dropped. An element is a rendition (`W`, `xH`, `WxH`, then
/// optionally `:fit|:fill|:force`, `@format`, `,q=N`) or the name of a configured list, which stands for that list's
/// elements. A comma followed by `key=` continues the element before it. Anything that starts with a digit, or with `x`
/// and a digit, is a size and never a name.
package struct SizeListGrammar: Sendable {
    /// The most renditions that one list may have, including those of named lists.
    package static let maximumRenditions = 64

    private let lists: [String: [Rendition]]

    /// A grammar that knows `lists` by name.
    package init(lists: [String: [Rendition]] = [:]) {
        self.lists = lists
    }

    /// A grammar that knows the lists of a configuration, from name to text; a list cannot refer to another one.
    ///
    /// - Throws: `invalidField`, `unknownSizeList`, `tooMany`, naming the list.
    package init(parsing texts: [String: String]) throws(RequestError) {
        let plain = SizeListGrammar()
        var lists: [String: [Rendition]] = [:]
        for (name, text) in texts.sorted(by: { $0.key < $1.key }) {
            guard Self.isName(name) else {
                throw RequestError(
                    .invalidField,
                    "size list \"\(Excerpt(name))\": expected a name of a-z, 0-9, _ and -, starting with a letter, "
                        + "that does not look like a size")
            }
            do throws(RequestError) {
                lists[name] = try plain.renditions(in: text)
            } catch {
                throw error.at("size list \(name)")
            }
        }
        self.init(lists: lists)
    }

    /// The renditions described by `text`, in its order; at least one.
    ///
    /// - Throws: `invalidField`, `unknownSizeList`, `tooMany`; messages give the element's number and text.
    package func renditions(in text: some StringProtocol) throws(RequestError) -> [Rendition] {
        var renditions: [Rendition] = []
        for (index, element) in Self.elements(of: Substring(text)).enumerated() {
            do throws(RequestError) {
                renditions += try self.renditions(of: element)
            } catch {
                throw error.at("size \(index + 1) \"\(Excerpt(element))\"")
            }
            try Self.check(count: renditions.count)
        }
        return renditions
    }

    /// - Throws: `tooMany` for more renditions than a list may have.
    static func check(count: Int) throws(RequestError) {
        guard count <= maximumRenditions else {
            throw RequestError(.tooMany, "a size list has at most \(maximumRenditions) renditions")
        }
    }

    private func renditions(of element: Substring) throws(RequestError) -> [Rendition] {
        guard !element.isEmpty else {
            throw RequestError(.invalidField, "is empty; expected a size or the name of a list")
        }
        guard !RenditionText.startsLikeSize(element) else { return [try RenditionText(element).rendition] }
        let name = element.prefix { $0 != "," && $0 != ":" && $0 != "@" }
        guard Self.isName(name) else { return [try RenditionText(element).rendition] }
        guard name == element else {
            throw RequestError(
                .invalidField, "a named size list takes no fit, format or quality; they are set in the list")
        }
        guard let list = lists[String(name)] else {
            let known = lists.isEmpty ? "none is configured" : "known: " + lists.keys.sorted().joined(separator: ", ")
            throw RequestError(.unknownSizeList, "unknown size list; \(known)")
        }
        return list
    }

    /// The parts between commas; a part that starts with `key=` belongs to the one before it.
    private static func elements(of text: Substring) -> [Substring] {
        var elements: [Substring] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            if isOption(part), let last = elements.last {
                elements[elements.count - 1] = text[last.startIndex..<part.endIndex]
            } else {
                elements.append(part)
            }
        }
        return elements.map(trimmed)
    }

    /// Whether `part` is `key=…`.
    private static func isOption(_ part: Substring) -> Bool {
        let key = part.drop { $0 == " " }.prefix { ("a"..."z").contains($0) }
        return !key.isEmpty && part[key.endIndex...].first == "="
    }

    static func trimmed(_ text: Substring) -> Substring {
        guard let last = text.lastIndex(where: { $0 != " " }) else { return text.prefix(0) }
        return text[...last].drop { $0 == " " }
    }

    /// A lower-case letter, then letters, digits, `_` and `-`; ASCII.
    private static func isName(_ text: some StringProtocol) -> Bool {
        guard let first = text.utf8.first, isLetter(first), !RenditionText.startsLikeSize(Substring(text)) else {
            return false
        }
        return text.utf8.allSatisfy { byte in
            isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
                || byte == UInt8(ascii: "-")
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
}
