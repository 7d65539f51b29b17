import Foundation

/// How Azure's blob storage is spoken to, and by whom.
package struct AzureConfiguration: Sendable {
    package var account: String?
    /// `nil`: Azure's own for the account.
    package var endpoint: StoreEndpoint?
    package var authority = AzureAuthority.none
    package var writing = S3WriteSettings()
    package var backoff = Backoff()

    package init() {}

    /// Where containers are; `nil` without an account.
    var service: StoreEndpoint? {
        endpoint ?? account.map { StoreEndpoint(isSecure: true, host: "\($0).blob.core.windows.net") }
    }
}

/// By what requests to Azure are let in. Never shown.
package struct AzureAuthority: Sendable, CustomStringConvertible, CustomReflectable {
    enum Kind: Sendable {
        case none
        case sharedKey([UInt8])
        /// The parameters of a shared access signature.
        case sharedAccess([(name: String, value: String)])
    }

    let kind: Kind

    package static let none = AzureAuthority(kind: .none)

    /// The key of an account, in Base64.
    ///
    /// - Throws: `notConfigured`.
    package static func sharedKey(_ text: String) throws(ObjectStoreError) -> AzureAuthority {
        guard let bytes = Data(base64Encoded: text), !bytes.isEmpty else {
            throw ObjectStoreError(.notConfigured, "expected an account's key, in Base64")
        }
        return AzureAuthority(kind: .sharedKey(Array(bytes)))
    }

    /// A shared access signature, `sv=…&sig=…`, with or without a `?` in front.
    ///
    /// - Throws: `notConfigured`.
    package static func sharedAccess(_ text: String) throws(ObjectStoreError) -> AzureAuthority {
        var parameters: [(name: String, value: String)] = []
        for pair in text.drop(while: { $0 == "?" }).split(separator: "&") {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            // A + in a signature is one.
            guard halves.count == 2,
                let value = URIEncoding.decodedForm(String(halves[1].replacing("+", with: "%2B")))
            else { throw Self.malformed }
            parameters.append((String(halves[0]), value))
        }
        guard parameters.contains(where: { $0.name == "sig" }) else { throw malformed }
        return AzureAuthority(kind: .sharedAccess(parameters))
    }

    private static var malformed: ObjectStoreError {
        ObjectStoreError(.notConfigured, "expected a shared access signature such as sv=…&sig=…")
    }

    package var description: String { "authority for Azure" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
