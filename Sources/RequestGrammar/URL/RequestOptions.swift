package import Cryptography
package import ImageModel

/// What a request specifies beyond how its image looks: limits, alternatives to the image, headers.
package struct RequestOptions: Sendable, Hashable {
    /// The digest that the source's bytes must have.
    package struct Checksum: Sendable, Hashable {
        package var algorithm: HashAlgorithm
        /// As many bytes as the algorithm produces.
        package var digest: [UInt8]

        package init(algorithm: HashAlgorithm, digest: [UInt8]) {
            self.algorithm = algorithm
            self.digest = digest
        }
    }

    /// Limits that replace the configured ones; `nil` keeps those, 0 means none.
    package struct Limits: Sendable, Hashable {
        /// Megapixels of the source, over all its frames.
        package var sourceMegapixels: Double?
        package var sourceBytes: Int?
        package var animationFrames: Int?
        /// Megapixels of one frame of an animation.
        package var frameMegapixels: Double?
        /// Pixels of the result's longer side.
        package var resultSide: Int?

        package init() {}
    }

    /// The source is passed through unchanged, whatever it is.
    package var isRaw = false
    /// Sources of these formats are passed through unchanged if no other format is requested.
    package var skippedFormats: Set<ImageFormat> = []
    /// Distinguishes otherwise equal requests; has no other effect.
    package var cacheBuster = ""
    /// Seconds since 1970 after which the request is refused; 0 means never.
    package var expires = 0
    /// The file name in the response; `nil`: that of the source.
    package var filename: String?
    /// Whether browsers should save the response instead of showing it; `nil`: as configured.
    package var isAttachment: Bool?
    /// The image to use if the source is not available.
    package var fallbackImageURL: String?
    package var checksum: Checksum?
    package var limits = Limits()

    package init() {}

    /// - Throws: `expired` when `now`, in seconds since 1970, is after `expires`.
    func check(now: Int) throws(RequestError) {
        guard expires == 0 || expires >= now else {
            throw RequestError(.expired, "expires: the request was valid until \(expires); it is now \(now)")
        }
    }
}
