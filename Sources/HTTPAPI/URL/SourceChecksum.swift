import Cryptography
import RequestGrammar

extension RequestOptions.Checksum {
    /// Whether `bytes` have the digest. Blocks for the time of hashing.
    func matches(_ bytes: [UInt8]) -> Bool {
        // Requests with an algorithm that is not available are refused when they are parsed.
        (try? algorithm.digest(of: bytes)) == digest
    }
}
