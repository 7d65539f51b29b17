import Cryptography
import Settings

extension Secret {
    /// Whether `text` is `prefix` and this secret. How long that takes says nothing about the secret.
    func matches(_ text: String, after prefix: String = "") -> Bool {
        ConstantTime.areEqual(Array(text.utf8), Array((prefix + revealed).utf8))
    }
}
