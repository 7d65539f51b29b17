import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct ProfileNameTests {
    private static func bytes(_ value: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(value >> $0 & 0xFF) } }

    private static let description: [UInt8] = {
        let head = Array("desc".utf8) + bytes(0)
        return head + bytes(5) + Array("sRGB\0".utf8)
    }()

    private static func profile(_ tag: [UInt8]) -> [UInt8] {
        let header = [UInt8](repeating: 0, count: 128) + bytes(1)
        return header + Array("desc".utf8) + bytes(144) + bytes(tag.count) + tag
    }

    @Test("the name of a version 2 profile is read")
    func description() {
        let tag = Self.description
        #expect(ProfileName.name(of: Self.profile(tag)) == "sRGB")
    }

    @Test("the first name of a version 4 profile is read")
    func localised() {
        var tag = Array("mluc".utf8) + Self.bytes(0) + Self.bytes(1)
        tag += Self.bytes(12) + Array("enUS".utf8) + Self.bytes(4) + Self.bytes(28)
        tag += [0, UInt8(ascii: "P"), 0, UInt8(ascii: "3")]
        #expect(ProfileName.name(of: Self.profile(tag)) == "P3")
    }

    @Test("a damaged profile has no name", arguments: [0, 100, 131, 140, 150])
    func damaged(count: Int) {
        let tag = Self.description
        #expect(ProfileName.name(of: Array(Self.profile(tag).prefix(count))) == nil)
    }
}
