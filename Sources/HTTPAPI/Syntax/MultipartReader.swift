package import NIOCore

/// Reads a `multipart/form-data` body (RFC 7578, RFC 2046) piece by piece, as it comes in.
///
/// Contents are passed on as slices of the input, without a copy. Between two calls the reader holds at most the
/// headers of one part (`Limits.headerBytes`) and a boundary's length. Lines end with CR LF; a lone LF outside of
/// contents is an error.
package struct MultipartReader: Sendable {
    /// What a body consists of. A part is `part`, any number of `data`, and `endOfPart`; `end` follows the last part.
    package enum Event: Sendable, Equatable {
        case part(MultipartHeaders)
        /// The next bytes of the part's content; never empty. A slice of the input, which it keeps alive.
        case data(ByteBuffer)
        case endOfPart
        case end
    }

    /// How large a body may be in each respect.
    package struct Limits: Sendable {
        /// Bytes of the header lines of one part, line ends included.
        package var headerBytes: Int
        /// Parts of a body.
        package var parts: Int

        package init(headerBytes: Int = 8192, parts: Int = 100) {
            self.headerBytes = headerBytes
            self.parts = parts
        }
    }

    private enum State {
        case preamble, afterDelimiter, padding, headers, bodyStart, body, epilogue, failed
    }

    private let delimiter: MultipartDelimiter
    private let limits: Limits
    private var state = State.preamble
    /// Unread bytes of earlier calls. A line end at the start, so that a boundary may be the body's first line.
    private var held = ByteBuffer(bytes: MultipartDelimiter.lineEnd)
    private var lines: [ArraySlice<UInt8>] = []
    private var headerBytes = 0
    private var parts = 0

    /// A reader for a body with this `Content-Type`.
    ///
    /// - Throws: `unsupportedMediaType` if it is not `multipart/form-data`; `malformedHeader` if its boundary is
    ///   missing or invalid.
    package init(contentType: String, limits: Limits = Limits()) throws(BodyError) {
        let mediaType = try MediaTypeHeader(contentType)
        guard mediaType.essence == "multipart/form-data" else {
            throw BodyError(.unsupportedMediaType, "The body must be multipart/form-data, not \(mediaType.essence).")
        }
        guard let boundary = mediaType.parameters["boundary"] else {
            throw BodyError(.malformedHeader, "The content type multipart/form-data must name its boundary.")
        }
        delimiter = try MultipartDelimiter(boundary: boundary)
        self.limits = limits
    }

    /// How many unread bytes wait for the next chunk.
    var heldBytes: Int { held.readableBytes }

    /// The events that `bytes`, the next chunk of the body, completes. The chunks' sizes do not matter.
    ///
    /// - Throws: `malformedBody`, `malformedHeader`, `unsupportedEncoding`, `headersTooLong`, `tooManyParts`. The
    ///   events of the call are lost, and every later call throws.
    package mutating func feed(_ bytes: ByteBuffer) throws(BodyError) -> [Event] {
        var buffer = bytes
        if held.readableBytes > 0 {
            held.writeImmutableBuffer(bytes)
            buffer = held
        }
        var events: [Event] = []
        do {
            while try advance(&buffer, &events) {}
        } catch {
            state = .failed
            held = ByteBuffer()
            throw error
        }
        // A copy: a slice would keep the whole chunk alive.
        held = buffer.readableBytes > 0 ? ByteBuffer(bytes: buffer.readableBytesView) : ByteBuffer()
        return events
    }

    /// Checks that the body is complete; call it at the end of the body.
    ///
    /// - Throws: `truncatedBody`; `malformedBody` if `feed` failed before.
    package func finish() throws(BodyError) {
        switch state {
        case .epilogue: return
        case .failed: throw Self.failedBefore
        case .preamble:
            throw BodyError(.truncatedBody, "The multipart body does not contain the boundary of its content type.")
        case .afterDelimiter, .padding, .headers, .bodyStart, .body:
            throw BodyError(.truncatedBody, "The multipart body ends before its closing boundary.")
        }
    }

    /// Takes one step; `false` if the next one needs more bytes.
    private mutating func advance(_ buffer: inout ByteBuffer, _ events: inout [Event]) throws(BodyError) -> Bool {
        switch state {
        case .preamble: return skipPreamble(&buffer)
        case .afterDelimiter: return readDelimiterEnd(&buffer, &events)
        case .padding: return try readPadding(&buffer)
        case .headers: return try readHeaderLine(&buffer, &events)
        case .bodyStart: return readBodyStart(&buffer, &events)
        case .body: return readBody(&buffer, &events)
        case .epilogue:
            buffer.moveReaderIndex(to: buffer.writerIndex)
            return false
        case .failed: throw Self.failedBefore
        }
    }

    private mutating func skipPreamble(_ buffer: inout ByteBuffer) -> Bool {
        switch delimiter.search(buffer) {
        case .found(let offset):
            buffer.moveReaderIndex(forwardBy: offset + delimiter.count)
            state = .afterDelimiter
            return true
        case .absent(let before):
            buffer.moveReaderIndex(forwardBy: before)
            return false
        }
    }

    private mutating func readDelimiterEnd(_ buffer: inout ByteBuffer, _ events: inout [Event]) -> Bool {
        guard let next = buffer.peekInteger(as: UInt16.self) else { return false }
        if next == 0x2D2D {  // "--"
            buffer.moveReaderIndex(forwardBy: 2)
            events.append(.end)
            state = .epilogue
        } else {
            state = .padding
        }
        return true
    }

    /// A boundary's line may continue with spaces and tabs, nothing else.
    private mutating func readPadding(_ buffer: inout ByteBuffer) throws(BodyError) -> Bool {
        let padding = buffer.readableBytesView.prefix { $0 == 0x20 || $0 == 0x09 }.count
        buffer.moveReaderIndex(forwardBy: padding)
        guard let next = buffer.peekInteger(as: UInt16.self) else { return false }
        guard next == 0x0D0A else {
            throw BodyError(.malformedBody, "A boundary in the multipart body must be followed by CR LF or '--'.")
        }
        buffer.moveReaderIndex(forwardBy: 2)
        parts += 1
        guard parts <= limits.parts else {
            throw BodyError(.tooManyParts, "The multipart body must have at most \(limits.parts) parts.")
        }
        lines = []
        headerBytes = 0
        state = .headers
        return true
    }

    private mutating func readHeaderLine(
        _ buffer: inout ByteBuffer, _ events: inout [Event]
    ) throws(BodyError) -> Bool {
        // The last two bytes belong to the empty line, whose end is not counted.
        let allowed = limits.headerBytes - headerBytes + 2
        let view = buffer.readableBytesView.prefix(allowed)
        guard let lineFeed = view.firstIndex(of: 0x0A) else {
            guard view.count < allowed else {
                throw BodyError(.headersTooLong, "The headers of a part must have at most \(limits.headerBytes) bytes.")
            }
            return false
        }
        let line = view[..<lineFeed]
        guard line.last == 0x0D else {
            throw BodyError(.malformedBody, "The lines of a multipart body must end with CR LF, not with LF alone.")
        }
        guard line.count > 1 else {
            events.append(.part(try MultipartHeaders(lines: lines)))
            lines = []
            state = .bodyStart
            return true
        }
        lines.append(Array(line.dropLast())[...])
        headerBytes += line.count + 1
        buffer.moveReaderIndex(forwardBy: line.count + 1)
        return true
    }

    /// The empty line after the headers may be the line end of the next delimiter: the part has no content.
    private mutating func readBodyStart(_ buffer: inout ByteBuffer, _ events: inout [Event]) -> Bool {
        switch delimiter.match(buffer) {
        case .whole:
            buffer.moveReaderIndex(forwardBy: delimiter.count)
            events.append(.endOfPart)
            state = .afterDelimiter
        case .partial:
            return false
        case .none:
            buffer.moveReaderIndex(forwardBy: 2)
            state = .body
        }
        return true
    }

    private mutating func readBody(_ buffer: inout ByteBuffer, _ events: inout [Event]) -> Bool {
        let result = delimiter.search(buffer)
        if let data = buffer.readSlice(length: result.offset), data.readableBytes > 0 {
            events.append(.data(data))
        }
        guard case .found = result else { return false }
        buffer.moveReaderIndex(forwardBy: delimiter.count)
        events.append(.endOfPart)
        state = .afterDelimiter
        return true
    }

    private static var failedBefore: BodyError {
        BodyError(.malformedBody, "The multipart body could not be read.")
    }
}
