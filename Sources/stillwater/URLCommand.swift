import ArgumentParser
import Cryptography
import ImageModel
import RequestGrammar

/// `stillwater url`: the signed path, or the whole URL, of an image.
struct URLCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "url", abstract: "Prints the signed URL of an image.",
        usage:
            "stillwater url --key HEX --salt HEX SOURCE rs:fill:300:400 g:sm [--base URL] [--format FORMAT] [--plain]")

    @Option(help: "Key of the signature, in hexadecimal; without key and salt the URL is not signed.")
    var key: String?

    @Option(help: "Salt of the signature, in hexadecimal.")
    var salt: String?

    @Option(help: "Bytes of the signature, 1…32.")
    var signatureBytes = 32

    @Option(help: "What stands in front of the path, such as https://images.example.com.")
    var base = ""

    @Option(help: "What the service's paths begin with.")
    var pathPrefix = ""

    @Option(help: "Format of the result: \(ImageFormat.writable.map(\.rawValue).joined(separator: ", ")).")
    var format: String?

    @Flag(help: "How the source is written: --plain, or --base64, which is the default.")
    var encoding = SourceEncoding.base64

    @Argument(help: "The source: http://…, https://… or local:///….")
    var source: String

    @Argument(help: "Options as they stand in the path, such as rs:fill:300:400; - begins a new pipeline.")
    var options: [String] = []

    /// How the source stands in the path.
    enum SourceEncoding: String, EnumerableFlag {
        case plain, base64
    }

    func run() throws {
        print(try text())
    }

    /// The path, with `base` in front.
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
        guard let known = ImageFormat(name: format) else { throw ValidationError("--format: \(format) is no format.") }
        return known
    }
}
