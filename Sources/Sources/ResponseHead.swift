import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1

/// Status and header fields of an origin's response, and what follows from them.
struct ResponseHead: Sendable {
    /// A redirect's body up to this length is read, so that its connection can be used again.
    private static let shortBodyBytes = 16 * 1024

    let status: Int
    private let headers: HTTPHeaders

    init(_ response: HTTPClientResponse) {
        status = Int(response.status.code)
        headers = response.headers
    }

    /// The value of a field that may stand once; the first, if there are more.
    func field(_ name: String) -> String? { headers.first(name: name) }

    /// All values of a list's field, with commas between; `nil` when there is none.
    func joined(_ name: String) -> String? {
        let values = headers[name]
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
        if let seconds = Int(text) { return seconds >= 0 ? .seconds(min(seconds, 1 << 30)) : nil }
        return Self.seconds(ofDay: text).map { .seconds(max(0, $0 - now)) }
    }

    /// Seconds since 1970 of `Sun, 06 Nov 1994 08:49:37 GMT`; `nil` for any other form.
    private static func seconds(ofDay text: String) -> Int? {
        let parts = text.split { $0 == " " || $0 == ":" }
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        guard parts.count == 8, parts[7] == "GMT", let month = months.firstIndex(of: String(parts[2])) else {
            return nil
        }
        let numbers = [1, 3, 4, 5, 6].compactMap { CInt(parts[$0]) }
        guard numbers.count == 5, (1970...9999).contains(numbers[1]) else { return nil }
        var day = tm()
        (day.tm_mday, day.tm_mon, day.tm_year) = (numbers[0], CInt(month), numbers[1] - 1900)
        (day.tm_hour, day.tm_min, day.tm_sec) = (numbers[2], numbers[3], numbers[4])
        return timegm(&day)
    }

    /// What the head says about the source called `name`.
    func metadata(name: String) -> SourceMetadata {
        SourceMetadata(
            name: name, mediaType: mediaType, entityTag: field("ETag"), lastModified: field("Last-Modified"),
            cacheControl: joined("Cache-Control"), expires: field("Expires"), byteCount: declaredBytes)
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

    /// Checks that a body follows that is the source's bytes, all of them, as they are.
    ///
    /// - Throws: `status`, `badAnswer`.
    func checkUsable() throws(SourceError) {
        if (400...599).contains(status) {
            throw SourceError(
                .status(status), "The source answered with status \(status).", retryAfter: retryAfter(now: time(nil)))
        }
        guard status == 200 else {
            throw SourceError(.badAnswer, "The source answered with status \(status); only 200 is accepted.")
        }
        let encodings = headers[canonicalForm: "Content-Encoding"]
        guard encodings.allSatisfy({ $0.lowercased() == "identity" || $0.isEmpty }) else {
            throw SourceError(
                .badAnswer, "The source sent a compressed body (Content-Encoding), which was not requested.")
        }
    }

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
