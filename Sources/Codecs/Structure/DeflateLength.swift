/// How many bytes a compressed stream expands to (RFC 1950, RFC 1951), without expanding it: its codes are read, and
/// their lengths added up.
///
/// Cost: some steps for each byte of the stream, whatever it expands to, which may be a thousand times as much.
struct DeflateLength {
    /// The order of the code lengths for the code length alphabet (RFC 1951, 3.2.7).
    private static let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    /// The shortest run of each symbol from 257 on, and the bits that are added to it (3.2.5).
    private static let runs = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258,
    ]
    private static let runBits = [
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
    ]
    private static let fixedCodes = (
        HuffmanCode(
            lengths: [Int](repeating: 8, count: 144) + [Int](repeating: 9, count: 112)
                + [Int](repeating: 7, count: 24) + [Int](repeating: 8, count: 8)),
        HuffmanCode(lengths: [Int](repeating: 5, count: 30))
    )
    private static let endOfBlock = 256

    private var bits: BitCursor
    private let steps: WalkSteps
    private var count = 0

    /// The bytes that `stream`, a zlib stream, expands to, up to its end or to where it is damaged.
    static func bytes(of stream: ArraySlice<UInt8>, _ steps: WalkSteps) -> Int {
        // After two bytes that name the method.
        var length = DeflateLength(bits: BitCursor(stream.dropFirst(2)), steps: steps)
        while length.readBlock() {}
        return length.count
    }

    private init(bits: BitCursor, steps: WalkSteps) {
        self.bits = bits
        self.steps = steps
    }

    /// Reads a block; `false` if there is no further one.
    private mutating func readBlock() -> Bool {
        guard steps.take(), let isLast = bits.take(1), let kind = bits.take(2) else { return false }
        let isWhole =
            switch kind {
            case 0: readStored()
            case 1: read(Self.fixedCodes.0, Self.fixedCodes.1)
            case 2: readCodes().map { read($0.runs, $0.distances) } ?? false
            default: false
            }
        return isWhole && isLast == 0
    }

    private mutating func readStored() -> Bool {
        bits.endByte()
        guard let length = bits.take(16), let check = bits.take(16), length == ~check & 0xFFFF else { return false }
        let present = bits.skip(length)
        count += present
        return present == length
    }

    /// The codes before a block of the third kind.
    private mutating func readCodes() -> (runs: HuffmanCode?, distances: HuffmanCode?)? {
        guard let runs = bits.take(5).map({ $0 + 257 }), let distances = bits.take(5).map({ $0 + 1 }),
            let listed = bits.take(4).map({ $0 + 4 }), runs <= 286, distances <= 30
        else { return nil }
        var lengths = [Int](repeating: 0, count: Self.order.count)
        for place in Self.order.prefix(listed) {
            guard let length = bits.take(3) else { return nil }
            lengths[place] = length
        }
        guard let code = HuffmanCode(lengths: lengths), let all = readLengths(runs + distances, code) else {
            return nil
        }
        return (HuffmanCode(lengths: all[..<runs]), HuffmanCode(lengths: all[runs...]))
    }

    /// `wanted` lengths of codes, which are written as symbols of `code`.
    private mutating func readLengths(_ wanted: Int, _ code: HuffmanCode) -> [Int]? {
        var lengths: [Int] = []
        lengths.reserveCapacity(wanted)
        while lengths.count < wanted {
            guard let symbol = code.symbol(&bits) else { return nil }
            var (value, times) = (symbol, 1)
            switch symbol {
            case 16:
                guard let last = lengths.last, let more = bits.take(2) else { return nil }
                (value, times) = (last, 3 + more)
            case 17, 18:
                guard let more = bits.take(symbol == 17 ? 3 : 7) else { return nil }
                (value, times) = (0, (symbol == 17 ? 3 : 11) + more)
            default: break
            }
            guard lengths.count + times <= wanted else { return nil }
            for _ in 0..<times {
                guard steps.take() else { return nil }
                lengths.append(value)
            }
        }
        return lengths
    }

    /// Reads the symbols of a block, to its end.
    private mutating func read(_ runs: HuffmanCode?, _ distances: HuffmanCode?) -> Bool {
        guard let runs, let distances else { return false }
        while steps.take(), let symbol = runs.symbol(&bits) {
            if symbol == Self.endOfBlock { return true }
            guard symbol > Self.endOfBlock else {
                count += 1
                continue
            }
            let run = symbol - Self.endOfBlock - 1
            guard run < Self.runs.count, let more = bits.take(Self.runBits[run]),
                let distance = distances.symbol(&bits), distance < 30,
                bits.take(max(distance / 2 - 1, 0)) != nil
            else { return false }
            count += Self.runs[run] + more
        }
        return false
    }
}

/// Bits of bytes, the lowest first.
private struct BitCursor {
    private let bytes: ArraySlice<UInt8>
    private var place: Int
    /// Bits that were taken out of `bytes` and not yet used, the next one lowest.
    private var held: UInt = 0
    private var heldCount = 0

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        place = bytes.startIndex
    }

    /// The next `count` bits, 0…16, as a number; `nil` past the end.
    mutating func take(_ count: Int) -> Int? {
        while heldCount < count {
            guard place < bytes.endIndex else { return nil }
            held |= UInt(bytes[place]) << UInt(heldCount)
            heldCount += 8
            place += 1
        }
        let value = held & (1 << UInt(count) - 1)
        held >>= UInt(count)
        heldCount -= count
        return Int(value)
    }

    /// Skips the rest of the current byte.
    mutating func endByte() {
        held >>= UInt(heldCount % 8)
        heldCount -= heldCount % 8
    }

    /// Skips `count` whole bytes, or as many as there are, and returns how many.
    mutating func skip(_ count: Int) -> Int {
        let before = min(count, heldCount / 8)
        held >>= UInt(before * 8)
        heldCount -= before * 8
        let behind = min(count - before, bytes.endIndex - place)
        place += behind
        return before + behind
    }
}

/// A code of DEFLATE, given by the lengths of its symbols' codes (RFC 1951, 3.2.2).
private struct HuffmanCode {
    private static let longest = 15

    /// How many codes there are of each length, and the symbols in the order of their codes.
    private var counts = [Int](repeating: 0, count: HuffmanCode.longest + 1)
    private var symbols: [Int] = []

    /// `nil` for lengths that no code has.
    init?(lengths: some Collection<Int>) {
        for length in lengths { counts[length] += 1 }
        counts[0] = 0
        var left = 1
        for length in 1...Self.longest {
            left = left * 2 - counts[length]
            guard left >= 0 else { return nil }
        }
        var starts = [0]
        for length in 0..<Self.longest { starts.append(starts[length] + counts[length]) }
        symbols = [Int](repeating: 0, count: lengths.count)
        for (symbol, length) in lengths.enumerated() where length > 0 {
            symbols[starts[length]] = symbol
            starts[length] += 1
        }
    }

    /// The next symbol, read bit by bit; `nil` past the end, and for an invalid code.
    func symbol(_ bits: inout BitCursor) -> Int? {
        var (code, first, index) = (0, 0, 0)
        for length in 1...Self.longest {
            guard let bit = bits.take(1) else { return nil }
            code |= bit
            let count = counts[length]
            if code - first < count { return symbols[index + code - first] }
            index += count
            first = (first + count) << 1
            code <<= 1
        }
        return nil
    }
}
