import ArgumentParser
import Cryptography
import ImageModel
import RequestGrammar

/// `stillwater url`: prints the signed path, or the whole URL, of an image.
struct URLCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "url", abstract: "Prints the signed URL of an image.",
        usage:
            "stillwater url --key HEX --salt HEX SOURCE rs:fill:300:400 g:sm [--base URL] [--format FORMAT] [--plain]")

    @Option(help: "Key for the signature, in hexadecimal; without key and salt the URL is not signed.")
    var key: String?

    @Option(help: "Salt for the signature, in hexadecimal.")
    var salt: String?

    @Option(help: "Length of the signature in bytes, 1…32.")
    var signatureBytes = 32

    @Option(help: "Beginning of the URL, before the path, such as https://images.example.com.")
    var base = ""

    @Option(help: "Prefix of the service's paths.")
    var pathPrefix = ""

    @Option(help: "Format of the result: \(ImageFormat.writable.map(\.rawValue).joined(separator: ", ")).")
    var format: String?

    @Flag(help: "How to write the source: --plain, or --base64 (the default).")
    var encoding = SourceEncoding.base64

    @Argument(help: "The source: http://…, https://… or local:///….")
    var source: String

    @Argument(help: "Options as written in the path, such as rs:fill:300:400; - begins a new pipeline.")
    var options: [String] = []

    /// How the source is written in the path.
    enum SourceEncoding: String, EnumerableFlag {
        case plain, base64
    }

    func run() throws {
        print(try text())
    }

    /// The path, preceded by `base`.
    ///
    /// - Throws: `ValidationError`.
    func text() throws -> String {
        do {
            var configuration = URLGrammarConfiguration()
            configuration.pathPrefix = pathPrefix
            configuration.signatures = try signatures()
            let path = try ImgproxyURLBuilder(configuration).path(
                source: source, options: options, format: try imageFormat(),
                encoding: encoding == .plain ? .plain : .base64)
            return (base.hasSuffix("/") ? String(base.dropLast()) : base) + path
        } catch let error as RequestError {
            throw ValidationError(error.message)
        }
    }

    private func signatures() throws -> SignatureVerifier {
        guard let key, let salt else {
            guard key == nil, salt == nil else { throw ValidationError("--key and --salt belong together.") }
            return .unchecked
        }
        guard let key = HexText.bytes(key), let salt = HexText.bytes(salt) else {
            throw ValidationError("--key and --salt must be hexadecimal.")
        }
        return try SignatureVerifier(keys: [key], salts: [salt], size: signatureBytes)
    }

    private func imageFormat() throws -> ImageFormat? {
        guard let format else { return nil }
        guard let known = ImageFormat(name: format) else {
            throw ValidationError("--format: \(format) is not a known format.")
        }
        return known
    }
}
