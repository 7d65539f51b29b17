package import ImageModel

/// The text form of one rendition: `800x600:fill@webp,q=75`.
///
/// A size is `W`, `xH` or `WxH` in pixels, 1…65535. A fit (`:fit`, `:fill`, `:force` and so on), a format (`@webp`) and
/// a quality (`,q=75`, 1…100) may follow, in this order. The default fit is `fit`. With only one side, `fill` is the
/// same as `fit`, and `force` keeps the source's other side. The quality affects only formats that have one.
struct RenditionText {
    let rendition: Rendition

    /// The sides that can be requested, in pixels.
    static let sides = 1...65_535
    static let qualities = 1...100

    /// Reads `text`, an element of a size list without surrounding spaces.
    ///
    /// - Throws: `invalidField`, with a message that says what is allowed but not where the element is.
    init(_ text: Substring) throws(RequestError) {
        let options = text.split(separator: ",", omittingEmptySubsequences: false)
        let (head, format) = Self.halves(of: SizeListGrammar.trimmed(options[0]), at: "@")
        let (size, fit) = Self.halves(of: head, at: ":")
        var rendition = try Self.sized(size)
        if let fit { rendition.fit = try Self.fit(named: fit) }
        if let format { rendition.format = try Self.format(named: format) }
        for option in options.dropFirst() {
            let (key, value) = Self.halves(of: SizeListGrammar.trimmed(option), at: "=")
            guard key == "q", let value else {
                throw RequestError(.invalidField, "unknown option \"\(option)\"; expected q=N with N from 1 to 100")
            }
            guard rendition.quality == nil else { throw RequestError(.invalidField, "q= is given twice") }
            rendition.quality = try Self.quality(value)
        }
        self.rendition = rendition
    }

    /// Whether `text` starts like a size rather than the name of a list.
    static func startsLikeSize(_ text: Substring) -> Bool {
        let digits = text.first == "x" ? text.dropFirst() : text
        return digits.utf8.first.map { (0x30...0x39).contains($0) } ?? false
    }

    /// The format called `name`; it must be one that can be written.
    ///
    /// - Throws: `invalidField`.
    static func format(named name: some StringProtocol) throws(RequestError) -> ImageFormat {
        guard let format = ImageFormat(name: name), format.isWritable else {
            let names = ImageFormat.writable.map(\.rawValue).joined(separator: ", ")
            throw RequestError(.invalidField, "expected a format (\(names)), got \"\(Excerpt(name))\"")
        }
        return format
    }

    /// The fit called `name`.
    ///
    /// - Throws: `invalidField`.
    static func fit(named name: some StringProtocol) throws(RequestError) -> Fit {
        guard let fit = Fit(rawValue: String(name)) else {
            let names = Fit.allCases.map(\.rawValue).joined(separator: ", ")
            throw RequestError(.invalidField, "expected a fit (\(names)), got \"\(Excerpt(name))\"")
        }
        return fit
    }

    /// - Throws: `invalidField`.
    static func quality(_ text: some StringProtocol) throws(RequestError) -> Int {
        guard let quality = number(text), qualities.contains(quality) else {
            throw RequestError(.invalidField, "expected a quality from 1 to 100, got \"\(Excerpt(text))\"")
        }
        return quality
    }

    private static func sized(_ text: Substring) throws(RequestError) -> Rendition {
        let (width, height) = halves(of: text, at: "x")
        let expected = "expected a size W, xH or WxH in pixels, optionally with :fit, :fill or :force, @format and ,q=N"
        guard !width.isEmpty || height != nil else { throw RequestError(.invalidField, expected) }
        var rendition = Rendition()
        if !width.isEmpty { rendition.width = try side(width, or: expected) }
        if let height { rendition.height = try side(height, or: expected) }
        return rendition
    }

    private static func side(_ text: Substring, or expected: String) throws(RequestError) -> Int {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw RequestError(.invalidField, expected)
        }
        guard let side = Int(text), sides.contains(side) else {
            throw RequestError(.invalidField, "expected sides from 1 to 65535 pixels")
        }
        return side
    }

    /// ASCII digits only: no signs, no spaces.
    private static func number(_ text: some StringProtocol) -> Int? {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
    }

    private static func halves(of text: Substring, at separator: Character) -> (Substring, Substring?) {
        let halves = text.split(separator: separator, maxSplits: 1, omittingEmptySubsequences: false)
        return (halves[0], halves.count > 1 ? halves[1] : nil)
    }
}

extension Rendition: CustomStringConvertible {
    /// The element of a size list for this rendition: `800x600:fill@webp,q=75`. What cannot be written as an element
    /// follows as URL options: `full blur:2 dpr:1.5`; `full` is a rendition without a size. The renditions of a chain
    /// follow one another, separated by `-`.
    package var description: String {
        var text = width.map { "\($0)" } ?? ""
        if let height { text += "x\(height)" }
        if text.isEmpty { text = "full" }
        if fit != .fit { text += ":\(fit.rawValue)" }
        if let format { text += "@\(format.rawValue)" }
        if let quality { text += ",q=\(quality)" }
        let named = ["resizing_type", "width", "height", "format", "quality"]
        let others = CanonicalOptions.segments(of: self).filter { segment in
            !named.contains { segment.hasPrefix($0 + ":") }
        }
        return ([text] + others + followedBy.flatMap { ["-", $0.description] }).joined(separator: " ")
    }
}
