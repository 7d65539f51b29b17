import Cryptography

/// What sources' addresses and their origins' answers hold.
let fuzzTargets: FuzzTargets = ["percent": fuzzPercent, "answer": fuzzAnswer, "wire": fuzzWire]

@Sendable func fuzzPercent(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    let encoded = PercentEncoding.encodedPathAndQuery(text)
    guard PercentEncoding.encodedPathAndQuery(encoded) == encoded else { fatalError("encoded twice, it differs") }
    guard encoded.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { fatalError("not a request line: \(encoded)") }
    guard PercentCoding.text(of: encoded) != nil || PercentCoding.text(of: text) == nil else {
        fatalError("encoded, it can't be decoded")
    }
}
