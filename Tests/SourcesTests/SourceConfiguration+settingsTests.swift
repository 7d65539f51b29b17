import Settings
import Testing

@testable import Sources

/// What the environment of a corporate network says is read, and in which of its spellings.
@Suite struct SourceConfigurationSettingsTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
        try directory.file("ca/own.pem", Array(PhotosExampleCertificate.pem.utf8))
        try directory.file("more/own.pem", Array(PhotosExampleCertificate.pem.utf8))
    }

    private func configuration(
        _ environment: [String: String], _ arguments: [String] = []
    ) throws -> SourceConfiguration {
        try SourceConfiguration(reading: SettingsReader(arguments: arguments, environment: environment))
    }

    private func proxy(_ url: String, _ environment: [String: String], _ arguments: [String] = []) throws -> String? {
        try configuration(environment, arguments).proxies.server(for: try RemoteURL(parsing: url))?.origin
    }

    @Test("proxies are those of the environment, in capitals or not", arguments: [true, false])
    func proxies(isUpper: Bool) throws {
        let environment = [
            "HTTP_PROXY": "http://plain.example:3128", "HTTPS_PROXY": "secure.example:8443",
            "NO_PROXY": "intern.example,10.0.0.0/8",
        ]
        let spelled = Dictionary(uniqueKeysWithValues: environment.map { (isUpper ? $0 : $0.lowercased(), $1) })
        #expect(try proxy("http://a.example/", spelled) == "http://plain.example:3128")
        #expect(try proxy("https://a.example/", spelled) == "http://secure.example:8443")
        for url in ["https://a.intern.example/", "http://intern.example/", "http://10.1.2.3/"] {
            #expect(try proxy(url, spelled) == nil)
        }
    }

    @Test("the service's own settings stand above the environment's")
    func precedence() throws {
        let environment = ["HTTP_PROXY": "http://plain.example:3128"]
        #expect(try proxy("http://a/", environment, ["--http-proxy", "own.example:1"]) == "http://own.example:1")
        let own = environment.merging(["STILLWATER_HTTP_PROXY": "own.example:2"]) { $1 }
        #expect(try proxy("http://a/", own) == "http://own.example:2")
    }

    @Test("a proxy that can't be used stops the start, without a word of its password")
    func refusedProxy() throws {
        let error = #expect(throws: SettingsError.self) {
            try configuration(["HTTPS_PROXY": "ftp://me:s3cret@p.example"])
        }
        #expect(error?.message.contains("HTTPS_PROXY") == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("s3cret") == false)
    }

    @Test("authorities are those of SSL_CERT_FILE, and of the folders of SSL_CERT_DIR")
    func authorities() throws {
        let (ca, more) = (directory.path + "/ca", directory.path + "/more")
        let environment = ["SSL_CERT_FILE": ca + "/own.pem", "SSL_CERT_DIR": "\(ca):\(more)"]
        let configuration = try configuration(environment)
        #expect(configuration.authorityFile == ca + "/own.pem")
        #expect(configuration.authorityFolders == [ca, more])
    }

    @Test(
        "authorities that can't be read stop the start by their variable's name",
        arguments: ["SSL_CERT_FILE", "SSL_CERT_DIR"])
    func refusedAuthorities(variable: String) throws {
        let error = #expect(throws: SettingsError.self) { try configuration([variable: "/nowhere"]) }
        #expect(error?.message.contains(variable) == true, "\(error?.message ?? "")")
    }
}
