import TestSupport
import Testing

@testable import Rendering

@Suite(.computing) struct SampledGaussTests {
    @Test(
        "All weights of a place are 1, and so are all shares of a sample", arguments: [1, 2, 7, 100],
        [2.0, 9, 500, 1e9])
    func sums(length: Int, sigma: Double) {
        let filter = SampledGauss(length: length, sigma: sigma)
        for place in filter.places {
            #expect(abs(place.weights.reduce(0, +) - 1) < 1e-4)
            #expect(place.first >= 0 && place.first + place.weights.count <= length)
        }
        #expect(filter.returns.count == length)
        for back in filter.returns {
            #expect(abs(back.shares.sum() - 1) < 1e-4)
            #expect(back.first >= 0 && back.first + 4 <= filter.places.count)
        }
    }

    @Test("The number of places does not grow with sigma")
    func places() {
        #expect(SampledGauss(length: 1000, sigma: 10).places.count == 404)
        #expect(SampledGauss(length: 1000, sigma: 1000).places.count == 8)
        #expect(SampledGauss(length: 1000, sigma: 1e9).places.count == 5)
    }
}
