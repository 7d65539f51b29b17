import Glibc
import NIOSSL

/// The certificate authorities that origins' certificates may come from.
enum TrustRoots {
    /// Where distributions keep the system's, in one file: Debian and similar ones, Fedora and similar ones.
    private static let files = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"]

    /// The system's authorities, read once for the whole process, at the first use.
    ///
    /// With `.default`, each TLS context reads and keeps its own: 4.3 ms and 1 MiB for each of the clients that are
    /// kept, as measured with Debian's 139 authorities. Certificates that were read before are shared: 1.0 ms, no
    /// memory.
    static let system: NIOSSLTrustRoots = systemCertificates.map { .certificates($0) } ?? .default

    private static let systemCertificates: [NIOSSLCertificate]? = {
        for file in files {
            // If a file is missing or can't be parsed, the next one is tried, and finally the default.
            if let certificates = try? NIOSSLCertificate.fromPEMFile(file), !certificates.isEmpty {
                return certificates
            }
        }
        return nil
    }()

    /// The authorities in `file` and in the files of `folders`; blocks. As with OpenSSL's and Go's `SSL_CERT_FILE` and
    /// `SSL_CERT_DIR`, one of them alone is added to the system's authorities; both together replace them.
    ///
    /// - Throws: `notConfigured` for files that can't be read or contain no certificate.
    static func roots(file: String?, folders: [String]) throws(SourceError) -> NIOSSLTrustRoots {
        guard file != nil || !folders.isEmpty else { return system }
        var certificates: [NIOSSLCertificate] = []
        if let file {
            guard let found = try? NIOSSLCertificate.fromPEMFile(file), !found.isEmpty else {
                throw SourceError(.notConfigured, "\(file) is not a file with certificates in PEM")
            }
            certificates = found
        }
        for folder in folders { certificates += try Self.certificates(in: folder) }
        if file == nil || folders.isEmpty { certificates += systemCertificates ?? [] }
        // Folders contain each under several names.
        return .certificates(Array(Set(certificates)))
    }

    /// The certificates of all files of `folder` that have some.
    private static func certificates(in folder: String) throws(SourceError) -> [NIOSSLCertificate] {
        guard let directory = opendir(folder) else {
            throw SourceError(.notConfigured, "\(folder) is not a folder that can be read")
        }
        defer { closedir(directory) }
        var certificates: [NIOSSLCertificate] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name != ".", name != ".." else { continue }
            // There are other files as well.
            certificates += (try? NIOSSLCertificate.fromPEMFile(folder + "/" + name)) ?? []
        }
        return certificates
    }
}
