import Storage
import Testing

@testable import ImageService

@Suite struct OutputClaimsTests {
    @Test("a path is claimed once, and the error names it")
    func collision() throws {
        let claims = OutputClaims()
        try claims.claim(["a/1.jpg", "a/2.jpg"])
        let error = #expect(throws: StorageError.self) { try claims.claim(["b.jpg", "a/2.jpg"]) }
        #expect(error?.code == .collision)
        #expect(error?.message.contains("a/2.jpg") == true)
    }

    @Test("a claim that fails takes nothing")
    func allOrNothing() throws {
        let claims = OutputClaims()
        try claims.claim(["a"])
        #expect(throws: StorageError.self) { try claims.claim(["b", "a"]) }
        try claims.claim(["b"])
    }
}
