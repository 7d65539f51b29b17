import Foundation
import Testing

@testable import ImageService

@Suite struct WebhookSignerTests {
    @Test("a message is signed as the example of Standard Webhooks is")
    func example() throws {
        let signer = try #require(WebhookSigner(secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
        let headers = signer.headers(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek", time: Date(timeIntervalSince1970: 1_614_265_330),
            body: Array(#"{"test": 2432232314}"#.utf8))
        let values = Dictionary(uniqueKeysWithValues: headers.map { ($0.name, $0.value) })
        #expect(values["webhook-id"] == "msg_p5jXN8AQM9LWM0D4loKWxJek")
        #expect(values["webhook-timestamp"] == "1614265330")
        #expect(values["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    @Test(
        "a secret of another form is none",
        arguments: ["", "secret", "whsec_", "whsec_not base64", "whsec_QUJD", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])
    func refuses(secret: String) {
        #expect(WebhookSigner(secret: secret) == nil)
    }
}
