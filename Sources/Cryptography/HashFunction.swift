import CCrypto

/// A hash computed piece by piece: call `update` any number of times, then `finalize`.
@safe package struct HashFunction: ~Copyable {
    private let context: OpaquePointer
    private let algorithm: HashAlgorithm

    /// - Throws: `unavailable` if libcrypto refuses the algorithm, as it does with MD5 where only FIPS-approved
    ///   functions are permitted.
    package init(_ algorithm: HashAlgorithm) throws(CryptographyError) {
        guard let context = unsafe EVP_MD_CTX_new() else { throw CryptographyError(.outOfMemory) }
        guard unsafe EVP_DigestInit_ex(context, algorithm.descriptor, nil) == 1 else {
            unsafe EVP_MD_CTX_free(context)
            throw CryptographyError(.unavailable(algorithm))
        }
        unsafe self.context = context
        self.algorithm = algorithm
    }

    deinit { unsafe EVP_MD_CTX_free(context) }

    /// Adds `bytes`, which are not kept.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        // Fails only for a context that was never initialised or is already finalised, which no caller can have.
        let isAdded = unsafe EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1
        precondition(isAdded, "libcrypto did not accept the bytes")
    }

    /// Adds `bytes`.
    package mutating func update(_ bytes: some Sequence<UInt8>) {
        let isAdded: Void? = bytes.withContiguousStorageIfAvailable { unsafe update(UnsafeRawBufferPointer($0)) }
        if isAdded == nil { unsafe Array(bytes).withUnsafeBytes { unsafe update($0) } }
    }

    /// The digest, of `digestLength` bytes.
    package consuming func finalize() -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: algorithm.digestLength)
        let isDone = unsafe EVP_DigestFinal_ex(context, &digest, nil) == 1
        precondition(isDone, "libcrypto did not finish the digest")
        return digest
    }
}
