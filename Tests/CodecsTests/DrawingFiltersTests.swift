import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct DrawingFiltersTests {
    @Test(arguments: [
        ("<svg><filter><feGaussianBlur/><feBlend/></filter></svg>", 2),
        ("<s:svg><s:filter><s:feGaussianBlur/></s:filter></s:svg>", 1),
        ("<svg><rect/><text>few feet: feel</text></svg>", 0),
        ("<svg></feBlend></svg>", 0),
        ("<svg", 0), ("<f", 0), ("", 0),
    ])
    func elementsOfFiltersAreCounted(text: String, count: Int) {
        #expect(DrawingFilters.count(in: Array(text.utf8)) == count)
    }
}
