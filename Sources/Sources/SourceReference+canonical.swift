extension SourceReference {
    /// Tells it from all others, credentials included: to be hashed, never shown.
    package var canonicalText: String {
        switch self {
        case .remote(let url):
            let credentials = url.credentials.map { "\($0.user.utf8.count):\($0.user):\($0.password) " } ?? ""
            return credentials + url.origin + url.path + (url.query.map { "?\($0)" } ?? "")
        case .object(let object): return object.canonicalText
        case .local(let path, let written): return "local:///\(written ?? path)"
        case .file(let path): return "file://\(path)"
        }
    }
}
