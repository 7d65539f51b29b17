import Foundation

/// Base64 as headers hold it.
enum Base64Text {
    /// The text that `encoded` contains; `nil` if it is not valid.
    static func decoded(_ encoded: some StringProtocol) -> String? {
        Data(base64Encoded: String(encoded)).flatMap { String(data: $0, encoding: .utf8) }
    }
}
