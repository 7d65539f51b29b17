import Cryptography
import Foundation
import ImageModel

/// Azure's signature by an account's key ("Authorize with Shared Key", for versions from 2015-02-21 on).
struct AzureSignature {
    let account: String
    let key: [UInt8]

    /// Gives `request`, which has all other fields, its `Authorization`.
    func sign(_ request: inout StoreRequest) {
        let code = HMACSHA256.code(for: Self.text(to: request, account: account).utf8, key: key)
        request.set("Authorization", "SharedKey \(account):\(Data(code).base64EncodedString())")
    }

    private static let standardFields = [
        "content-encoding", "content-language", "content-length", "content-md5", "content-type", "date",
        "if-modified-since", "if-match", "if-none-match", "if-unmodified-since", "range",
    ]

    /// What is signed.
    static func text(to request: StoreRequest, account: String) -> String {
        var fields: [String: String] = [:]
        for (name, value) in request.fields { fields[name.lowercased()] = value }
        if let body = request.body, body.count > 0 { fields["content-length"] = "\(body.count)" }
        let own = fields.filter { $0.key.hasPrefix("x-ms-") }.sorted { $0.key < $1.key }
            .map { "\($0.key):\($0.value)\n" }.joined()
        let parameters = Dictionary(grouping: request.query) { $0.name.lowercased() }.sorted { $0.key < $1.key }
            .map { "\n\($0.key):\($0.value.map(\.value).sorted().joined(separator: ","))" }.joined()
        let lines = [request.method] + standardFields.map { fields[$0] ?? "" }
        return lines.joined(separator: "\n") + "\n\(own)/\(account)\(request.path)\(parameters)"
    }
}
