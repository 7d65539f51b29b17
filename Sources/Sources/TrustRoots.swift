import NIOSSL

/// The certificate authorities that the system trusts.
enum TrustRoots {
    /// Where distributions keep them, in one file: Debian and its like, Fedora and its like.
    private static let files = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"]

    /// The system's authorities, read once for the whole process, at the first use.
    ///
    /// With `.default`, each TLS context reads and keeps its own: 4.3 ms and 1 MiB for each of the clients that are
    /// kept, as measured with Debian's 139 authorities. Certificates that were read before are shared: 1.0 ms, no memory.
    static let system: NIOSSLTrustRoots = {
        for file in files {
            // A file that isn't there, or can't be parsed, leaves it to the next one, and at last to the default.
            if let certificates = try? NIOSSLCertificate.fromPEMFile(file), !certificates.isEmpty {
                return .certificates(certificates)
            }
        }
        return .default
    }()
}
