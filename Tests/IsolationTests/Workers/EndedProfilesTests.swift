import TestSupport
import Testing

@testable import Isolation

@Suite(.computing) struct EndedProfilesTests {
    @Test("profiles are kept for the running recording, and not for the next one")
    func recordings() {
        var ended = EndedProfiles()
        ended.keep([1], of: 1, in: 7)
        ended.keep([2], of: 1, in: 7)
        #expect(ended.kept(in: 7).map(\.profile) == [[1], [2]])
        #expect(ended.kept(in: 7).map(\.process) == ["worker 1", "worker 1"])
        #expect(ended.kept(in: 8).isEmpty)
        ended.keep([3], of: 2, in: 8)
        #expect(ended.kept(in: 8).map(\.profile) == [[3]])
        #expect(ended.kept(in: 7).isEmpty)
    }

    @Test("only the last sixty-four are kept")
    func bounded() {
        var ended = EndedProfiles()
        for number in 1...100 { ended.keep([UInt8(number)], of: number, in: 1) }
        #expect(ended.kept(in: 1).map(\.profile) == (37...100).map { [UInt8($0)] })
    }
}
