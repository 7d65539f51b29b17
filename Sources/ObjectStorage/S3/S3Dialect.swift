/// What differs between S3 and Google Cloud Storage's XML API, which is made after it.
struct S3Dialect: Sendable {
    let words: AWSSignature.Words
    /// The service in the scope of signatures.
    let service: String
    /// The parameter that names a version.
    let versionParameter: String
    /// The condition of a write that must not replace.
    let absence: (name: String, value: String)

    /// What the names of the store's own fields begin with.
    var fieldPrefix: String { words.fieldPrefix }

    static let amazon = S3Dialect(
        words: .amazon, service: "s3", versionParameter: "versionId", absence: ("If-None-Match", "*"))
    static let google = S3Dialect(
        words: .google, service: "storage", versionParameter: "generation",
        absence: ("x-goog-if-generation-match", "0"))
}
