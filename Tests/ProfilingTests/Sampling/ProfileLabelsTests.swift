import TestSupport
import Testing

@testable import Profiling

@Suite(.computing)
struct ProfileLabelsTests {
    @Test("A pair with the same key replaces the one before")
    func replaces() {
        let labels = ProfileLabels.none.with("stage", "decode").with("format", "jpeg").with("stage", "encode")
        #expect(labels.pairs.map { "\($0.key)=\($0.value)" } == ["format=jpeg", "stage=encode"])
        #expect(labels == ProfileLabels.none.with("format", "jpeg").with("stage", "encode"))
    }
}
