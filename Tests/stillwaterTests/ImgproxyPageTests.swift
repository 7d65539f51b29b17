import Foundation
import Testing

@testable import stillwater

@Suite struct ImgproxyPageTests {
    @Test("docs/IMGPROXY.md is what the command prints")
    func fresh() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = try String(contentsOf: root.appending(path: "docs/IMGPROXY.md"), encoding: .utf8)
        #expect(try page == ImgproxyPage.page(), "run: stillwater settings --imgproxy > docs/IMGPROXY.md")
    }
}
