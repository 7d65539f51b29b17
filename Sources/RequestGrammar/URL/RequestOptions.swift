package import Cryptography
package import ImageModel

/// What a request asks for beyond how its image looks: limits, answers in place of the image, headers.
package struct RequestOptions: Sendable, Hashable {
    /// The digest that the source's bytes must have.
    package struct Checksum: Sendable, Hashable {
        package var algorithm: HashAlgorithm
        /// As many bytes as the algorithm has.
        package var digest: [UInt8]

        package init(algorithm: HashAlgorithm, digest: [UInt8]) {
            self.algorithm = algorithm
            self.digest = digest
        }
    }

    /// Limits in place of the configured ones; `nil` leaves those, 0 is none.
    package struct Limits: Sendable, Hashable {
        /// Megapixels of the source, over all its frames.
        package var sourceMegapixels: Double?
        package var sourceBytes: Int?
        package var animationFrames: Int?
        /// Megapixels of one frame of an animation.
        package var frameMegapixels: Double?
        /// Pixels of the longer side of the result.
        package var resultSide: Int?

        package init() {}
    }

    /// The source is sent on as it is, whatever it is.
    package var isRaw = false
    /// Sources of these formats are sent on as they are when no other format is asked for.
    package var skippedFormats: Set<ImageFormat> = []
    /// Told apart from requests with another text, and nothing else.
    package var cacheBuster = ""
    /// Seconds since 1970 after which the request is refused; 0 is never.
    package var expires = 0
    /// The name that the answer gives the file; `nil`: that of the source.
    package var filename: String?
    /// Whether browsers save the answer instead of showing it; `nil`: as configured.
    package var isAttachment: Bool?
    /// The image in place of a source that cannot be had.
    package var fallbackImageURL: String?
    package var checksum: Checksum?
    package var limits = Limits()

    package init() {}

    /// - Throws: `expired` when `now`, in seconds since 1970, is after `expires`.
    func check(now: Int) throws(RequestError) {
        guard expires == 0 || expires >= now else {
            throw RequestError(.expired, "expires: the request was good until \(expires), it is \(now)")
        }
    }
}
