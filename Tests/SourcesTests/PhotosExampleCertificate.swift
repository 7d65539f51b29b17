import NIOSSL

/// A certificate for photos.example that signs itself, valid from 2020 to 2119, and its key; made for tests only.
enum PhotosExampleCertificate {
    static func certificate() throws -> NIOSSLCertificate {
        try NIOSSLCertificate(bytes: Array(certificateText.utf8), format: .pem)
    }

    /// The certificate in PEM.
    static var pem: String { certificateText + "\n" }

    /// A server's TLS settings with this certificate.
    static func serverConfiguration() throws -> TLSConfiguration {
        let key = try NIOSSLPrivateKey(bytes: Array(keyText.utf8), format: .pem)
        return .makeServerConfiguration(
            certificateChain: [.certificate(try certificate())], privateKey: .privateKey(key))
    }
}

private let keyText = """
    -----BEGIN PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgV4qLopikeOKnDgVD
    dXeyUOZYSrtLQDyAGL8ePhaBohChRANCAAR/kcu+lHXbw4/DshZXE9iVM4p58b9r
    m35hPCxJpf28ZmsxyfAWt2IfHfTHbecoWZQHkL+B4eOYVVgvPiCQY57m
    -----END PRIVATE KEY-----
    """

private let certificateText = """
    -----BEGIN CERTIFICATE-----
    MIIBcDCCARagAwIBAgIBATAKBggqhkjOPQQDAjAZMRcwFQYDVQQDDA5waG90b3Mu
    ZXhhbXBsZTAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowGTEXMBUG
    A1UEAwwOcGhvdG9zLmV4YW1wbGUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAR/
    kcu+lHXbw4/DshZXE9iVM4p58b9rm35hPCxJpf28ZmsxyfAWt2IfHfTHbecoWZQH
    kL+B4eOYVVgvPiCQY57mo00wSzAZBgNVHREEEjAQgg5waG90b3MuZXhhbXBsZTAP
    BgNVHRMBAf8EBTADAQH/MB0GA1UdDgQWBBReFsuTZkgQ0qv3DS0pdwUrmhY/PDAK
    BggqhkjOPQQDAgNIADBFAiEAuN8TZi9SACC81a9lQYdQQab3ofnO9nGdAxaPlmLL
    gL0CIB43jSxgkEqTdAQv+bufLrVAP6JEYL+pBdaB/WOkkx55
    -----END CERTIFICATE-----
    """
