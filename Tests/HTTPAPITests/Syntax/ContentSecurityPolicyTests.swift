import Foundation
import Testing

@testable import HTTPAPI

@Suite struct ContentSecurityPolicyTests {
    @Test(arguments: ["default-src 'none'", "style-src 'unsafe-inline'", "img-src data:", "sandbox"])
    func imagesOpenedAsPagesAreShutIn(directive: String) {
        #expect(ContentSecurityPolicy.image.components(separatedBy: "; ").contains(directive))
    }
}
