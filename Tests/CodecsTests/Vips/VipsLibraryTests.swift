import ImageModel
import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct VipsLibraryTests {
    @Test("It starts, once or again, and is of version 8.14 or later")
    func start() throws {
        try VipsLibrary.start()
        try VipsLibrary.start()
        let numbers = VipsLibrary.version.split(separator: ".").compactMap { Int($0) }
        #expect(numbers.count == 3)
        #expect(numbers.starts(with: [8]) && numbers[1] >= 14)
    }

    @Test("Pixels in memory are counted, and the peak is never below")
    func trackedBytes() throws {
        try VipsLibrary.start()
        let image = try PixelBuffer.flat([1, 2, 3], width: 100, height: 100).image()
        let copy = try image.resized(to: PixelSize(width: 1000, height: 1000)).copiedToMemory()
        let bytes = copy.decodedBytes
        #expect(VipsLibrary.trackedBytes >= bytes)
        #expect(VipsLibrary.trackedBytesPeak >= bytes)
    }
}
