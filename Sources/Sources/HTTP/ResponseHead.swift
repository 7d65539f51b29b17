import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1

/// Status and header fields of an origin's response, and what follows from them.
struct ResponseHead: Sendable {
    /// A redirect's body up to this length is read, so that its connection can be used again.
    private static let shortBodyBytes = 16 * 1024
    /// The longest time to wait that an origin can ask for: 34 years.
    private static let longestRetry = 1 << 30

    let status: Int
    private let headers: HTTPHeaders

    init(_ response: HTTPClientResponse) {
        status = Int(response.status.code)
        headers = response.headers
    }

    /// The value of a field that may stand once; the first, if there are more. Blanks around it are not part of it
    /// (RFC 9110, section 5.5), but NIO leaves those behind it.
    func field(_ name: String) -> String? { headers.first(name: name).map(Self.trimmed) }

    /// The values of a field, each line by itself.
    func lines(_ name: String) -> [String] { headers[name].map(Self.trimmed) }

    private static func trimmed(_ value: String) -> String {
        guard let end = value.utf8.lastIndex(where: { $0 != 0x20 && $0 != 0x09 }) else { return "" }
        return String(value[...end].drop { $0 == " " || $0 == "\t" })
    }

    /// All values of a list's field, with commas between; `nil` when there is none.
    func joined(_ name: String) -> String? {
        let values = lines(name)
        return values.isEmpty ? nil : values.joined(separator: ", ")
    }

    /// The body's length as the origin states it; `nil` when it doesn't.
    var declaredBytes: Int? { field("Content-Length").flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil } }

    /// `Content-Type` in lower case, without parameters.
    var mediaType: String? {
        let type = field("Content-Type")?.prefix { $0 != ";" }.lowercased().filter { !$0.isWhitespace }
        return type?.isEmpty == false ? type : nil
    }

    /// `Retry-After` (RFC 9110, section 10.2.3): seconds, or a day, from which it is the time that is left; `nil` for
    /// anything else.
    func retryAfter(now: Int) -> Duration? {
        guard let text = field("Retry-After") else { return nil }
        let seconds = Int(text) ?? Self.seconds(ofDay: text).map { max(0, $0 - now) }
        return seconds.flatMap { $0 >= 0 ? .seconds(min($0, Self.longestRetry)) : nil }
    }

    /// Seconds since 1970 of `Sun, 06 Nov 1994 08:49:37 GMT`; `nil` for any other form.
    static func seconds(ofDay text: String) -> Int? {
        let parts = text.split { $0 == " " || $0 == ":" }
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        guard parts.count == 8, parts[7] == "GMT", let month = months.firstIndex(of: String(parts[2])) else {
            return nil
        }
        let ranges = [1: 1...31, 3: 1970...9999, 4: 0...23, 5: 0...59, 6: 0...60]
        let numbers = ranges.keys.sorted().compactMap { place in
            Self.number(parts[place]).flatMap { ranges[place]?.contains($0) == true ? CInt($0) : nil }
        }
        guard numbers.count == ranges.count else { return nil }
        var day = tm()
        (day.tm_mday, day.tm_mon, day.tm_year) = (numbers[0], CInt(month), numbers[1] - 1900)
        (day.tm_hour, day.tm_min, day.tm_sec) = (numbers[2], numbers[3], numbers[4])
        return timegm(&day)
    }

    /// What the head says about the source called `name`, whose body is wrapped in `codings`.
    func metadata(name: String, codings: [ContentCoding] = []) -> SourceMetadata {
        var metadata = SourceMetadata(
            name: name, mediaType: mediaType, entityTag: entityTag, lastModified: field("Last-Modified"),
            cacheControl: joined("Cache-Control"), expires: field("Expires"),
            contentRange: status == 206 && !isWhole ? field("Content-Range") : nil,
            // Ranges are of the bytes as they come.
            acceptRanges: codings.isEmpty ? field("Accept-Ranges") : nil,
            byteCount: codings.isEmpty ? declaredBytes : nil)
        metadata.date = field("Date")
        metadata.age = field("Age")
        metadata.tags = tags
        return metadata
    }

    /// The most tags of a source that count, and the most bytes of each: what is beyond is dropped.
    private static let mostTags = 64
    private static let mostTagBytes = 256

    /// `Cache-Tag` has commas between its tags, `Surrogate-Key` blanks; `Cache-Groups` is a list of strings (RFC 9875).
    private var tags: [String] {
        let listed = (lines("Cache-Tag") + lines("Cache-Groups")).flatMap { $0.split(separator: ",") }
        let keys = lines("Surrogate-Key").flatMap { $0.split(separator: " ") }
        var tags: [String] = []
        for tag in listed + keys {
            let text = tag.trimming { $0 == " " || $0 == "\t" || $0 == "\"" }
            guard !text.isEmpty, text.utf8.count <= Self.mostTagBytes, !tags.contains(text) else { continue }
            tags.append(text)
            if tags.count == Self.mostTags { break }
        }
        return tags
    }

    /// `ETag`; `nil` when it is not written as one (RFC 9110, section 8.8.3), as then it can't be asked with.
    private var entityTag: String? {
        guard let tag = field("ETag") else { return nil }
        let opaque = tag.hasPrefix("W/") ? tag.dropFirst(2) : tag[...]
        let isOne = opaque.utf8.count >= 2 && opaque.first == "\"" && opaque.last == "\""
        return isOne && opaque.utf8.dropFirst().dropLast().allSatisfy { $0 > 0x20 && $0 != 0x22 && $0 != 0x7F }
            ? tag : nil
    }

    /// Where the response redirects to; `nil` when it is no redirect that can be followed.
    ///
    /// - Throws: `badRedirect` for one without a target.
    func redirectLocation() throws(SourceError) -> String? {
        guard [301, 302, 303, 307, 308].contains(status) else { return nil }
        guard let location = field("Location") else {
            throw SourceError(.badRedirect, "The source answered with a redirect (\(status)) without a target.")
        }
        return location
    }

    /// Checks that a body follows that is the source's bytes, all of them, and gives the codings that they are wrapped in.
    ///
    /// `isForRange`: a part of them is as good.
    ///
    /// - Throws: `status`, `badAnswer`.
    func codings(isForRange: Bool = false) throws(SourceError) -> [ContentCoding] {
        if (400...599).contains(status) {
            throw SourceError(
                .status(status), "The source answered with status \(status).", retryAfter: retryAfter(now: time(nil)))
        }
        let codings = try ContentCoding.list(lines("Content-Encoding"))
        let isPart = status == 206 && isForRange && codings.isEmpty && range != nil
        guard status == 200 || status == 203 || status == 206 && isWhole || isPart else {
            let reason = status == 206 ? "with a part of itself (206)" : "with status \(status); only 200 is of use"
            throw SourceError(.badAnswer, "The source answered \(reason).")
        }
        return codings
    }

    /// Whether the range of a 206 is all there is (RFC 9110, section 14.4): `bytes 0-99/100`.
    private var isWhole: Bool {
        // No sum of an origin's numbers: the last place may be the largest number there is.
        range.map { range in range.first == 0 && range.all.map { $0 - 1 } == range.last } ?? false
    }

    /// The bytes that `Content-Range` names, and how many there are in all, if it says so; `nil` for another unit.
    private var range: (first: Int, last: Int, all: Int?)? {
        let parts = field("Content-Range")?.split { $0 == " " || $0 == "-" || $0 == "/" } ?? []
        guard parts.count == 4, parts[0].lowercased() == "bytes", let first = Self.number(parts[1]),
            let last = Self.number(parts[2]), first <= last
        else { return nil }
        guard parts[3] != "*" else { return (first, last, nil) }
        // One that ends behind the end is invalid.
        guard let all = Self.number(parts[3]), last < all else { return nil }
        return (first, last, all)
    }

    /// A number that is written in digits alone; `nil` for others, and for one that is too large.
    private static func number(_ text: Substring) -> Int? {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
    }

    /// Bytes of the whole source, of which this is a part, if the head says how many.
    var wholeBytes: Int? { status == 206 ? range?.all : declaredBytes }

    /// Reads the body to its end if it is said to be short. Otherwise does nothing: dropping the response closes it.
    func discardShortBody(of response: HTTPClientResponse) async {
        guard let declaredBytes, declaredBytes <= Self.shortBodyBytes else { return }
        do {
            for try await _ in response.body {}
        } catch {
            // The connection broke, and is closed by that; the redirect has already been read.
        }
    }
}

extension Substring {
    /// Without the characters at both ends that `isTrimmed` says so of.
    fileprivate func trimming(_ isTrimmed: (Character) -> Bool) -> String {
        var rest = drop(while: isTrimmed)
        while let last = rest.last, isTrimmed(last) { rest.removeLast() }
        return String(rest)
    }
}
