import Crypto
import Foundation
import RequestGrammar

extension RequestOptions.Checksum {
    /// Whether `bytes` have the digest. Blocks for the time of hashing.
    func matches(_ bytes: [UInt8]) -> Bool {
        switch algorithm {
        case .md5: Insecure.MD5.hash(data: bytes).elementsEqual(digest)
        case .sha1: Insecure.SHA1.hash(data: bytes).elementsEqual(digest)
        case .sha256: SHA256.hash(data: bytes).elementsEqual(digest)
        case .sha512: SHA512.hash(data: bytes).elementsEqual(digest)
        }
    }
}
