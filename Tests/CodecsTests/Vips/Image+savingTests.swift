import ImageModel
import TestSupport
import Testing

@testable import Codecs

@Suite(.computing) struct ImageSavingTests {
    private func bytes(
        _ format: ImageFormat, bands: Int = 3, quality: Int = 80, _ change: (inout OutputOptions) -> Void = { _ in }
    ) throws -> [UInt8] {
        var options = EncodeOptions(format: format, quality: quality)
        change(&options.output)
        return try CodecSample.bytes(try CodecSample.image(96, 64, bands: bands), options)
    }

    @Test(arguments: ImageFormat.writable, [1, 2, 3, 4])
    func everyFormatTakesEveryPicture(format: ImageFormat, bands: Int) throws {
        let bands = format == .jpeg && bands.isMultiple(of: 2) ? bands - 1 : bands
        let written = try bytes(format, bands: bands)
        let size = try CodecSample.read(written, format) { (image) throws(CodecError) in image.size }
        #expect(size == PixelSize(width: 96, height: 64))
    }

    @Test func refusesDrawingsWhichAreOnlyRead() throws {
        do {
            _ = try bytes(.svg)
            Issue.record("written")
        } catch let error as CodecError {
            #expect(error.code == .unencodable && error.format == .svg)
        }
    }

    /// Chroma format and bit depth by the decoder's configuration (ISO/IEC 14496-15, 8.3.3.1).
    private func configuration(_ heic: [UInt8]) throws -> (chroma: UInt8, depth: UInt8) {
        let record = try #require(heic.firstIndex(of: "hvcC")) + 4
        return (heic[record + 16] & 3, 8 + heic[record + 17] & 7)
    }

    @Test("HEIC has halved colours, and 10 bits where more than 8 are to be kept", arguments: [50, 95])
    func heicIsForPhones(quality: Int) throws {
        var options = EncodeOptions(format: .heic, quality: quality)
        let deep = try CodecSample.image(96, 64).convertedToSRGB16()
        #expect(try configuration(try CodecSample.bytes(deep, options)) == (1, 8))
        options.output.keepsHighDynamicRange = true
        let file = try CodecSample.bytes(deep, options)
        #expect(try configuration(file) == (1, 10))
        #expect(Array(file[4..<12]) == Array("ftypheic".utf8) || Array(file[4..<12]) == Array("ftypheix".utf8))
    }

    @Test("HEIC shows the picture, in any size", arguments: [(1, 1), (2, 3), (15, 17), (97, 65), (400, 31)], [3, 4])
    func heicShowsThePicture(size: (Int, Int), bands: Int) throws {
        let picture = PixelBuffer.slopes(width: size.0, height: size.1, bands: bands)
        let expected = picture.bytes
        let file = try picture.encoded(as: .heic, quality: 95)
        let read = try CodecSample.read(file, .heic) { (image) throws(CodecError) in
            (size: image.size, bands: image.bands, samples: try image.pixels().withUnsafeBytes { [UInt8]($0) })
        }
        #expect(read.size == PixelSize(width: size.0, height: size.1) && read.bands == bands)
        // Of two by three pixels all share one colour: its planes are halved.
        guard size.0 != 2 else { return }
        let distance = zip(read.samples, expected).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
        #expect(Double(distance) / Double(expected.count) < 8, "\(Double(distance) / Double(expected.count))")
    }

    @Test(arguments: [ImageFormat.jpeg, .webp, .avif, .heic, .jxl])
    func alowerQualityIsShorter(format: ImageFormat) throws {
        #expect(try bytes(format, quality: 20).count < bytes(format, quality: 90).count)
    }

    @Test func progressiveJPEGHasSeveralScans() throws {
        func scans(_ bytes: [UInt8]) -> Int {
            bytes.indices.dropLast().count { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xDA }
        }
        #expect(scans(try bytes(.jpeg)) == 1)
        #expect(scans(try bytes(.jpeg) { $0.jpeg.progressive = true }) > 1)
    }

    /// Sampling factors of the first component, from the frame header.
    private func sampling(_ bytes: [UInt8]) throws -> UInt8 {
        let frame = try #require(
            bytes.indices.dropLast().first { bytes[$0] == 0xFF && [0xC0, 0xC2].contains(bytes[$0 + 1]) })
        return bytes[frame + 11]
    }

    @Test(
        arguments: [
            (nil, 80, 0x22), (.auto, 95, 0x11), (.on, 95, 0x22), (.off, 50, 0x11),
        ] as [(OutputOptions.Subsampling?, Int, UInt8)])
    func chromaIsHalvedAsAskedFor(mode: OutputOptions.Subsampling?, quality: Int, expected: UInt8) throws {
        var options = EncodeOptions(format: .jpeg, quality: quality)
        options.output.jpeg.subsampling = mode
        // Without edges between colours, which would be kept.
        let picture = PixelBuffer.slopes(width: 96, height: 64, bands: 3)
        #expect(try sampling(try CodecSample.bytes(picture.image(), options)) == expected)
    }

    @Test func tablesOfItsOwnMakeAJPEGShorter() throws {
        #expect(try bytes(.jpeg) { $0.jpeg.optimisesTables = true }.count < bytes(.jpeg).count)
    }

    /// Bit depth, colour type and interlace of PNG's IHDR.
    private func header(_ png: [UInt8]) -> [UInt8] { [png[24], png[25], png[28]] }

    @Test(arguments: [(nil, 8), (2, 1), (3, 2), (16, 4), (17, 8), (64, 8), (256, 8)] as [(Int?, UInt8)])
    func aPaletteHasTheDepthThatItsColoursNeed(colours: Int?, depth: UInt8) throws {
        let png = try bytes(.png) {
            $0.png.quantises = true
            $0.png.colours = colours
        }
        #expect(header(png) == [depth, 3, 0])
    }

    @Test func pngIsInterlacedOnDemand() throws {
        #expect(header(try bytes(.png)) == [8, 2, 0])
        #expect(header(try bytes(.png) { $0.png.interlaced = true }) == [8, 2, 1])
    }

    @Test func webpKeepsEveryPixelWithoutLoss() throws {
        let written = try bytes(.webp) { $0.webp.compression = .lossless }
        let samples = try CodecSample.read(written, .webp) { (image) throws(CodecError) in
            try image.pixels().withUnsafeBytes { [UInt8]($0) }
        }
        #expect(try samples == CodecSample.samples(try CodecSample.image(96, 64)))
    }

    @Test func nearLosslessWebPIsNear() throws {
        let written = try bytes(.webp, quality: 60) { $0.webp.compression = .nearLossless }
        let samples = try CodecSample.read(written, .webp) { (image) throws(CodecError) in
            try image.pixels().withUnsafeBytes { [UInt8]($0) }
        }
        let original = try CodecSample.samples(try CodecSample.image(96, 64))
        #expect(zip(samples, original).allSatisfy { abs(Int($0) - Int($1)) <= 8 })
        #expect(written.firstIndex(of: "VP8L") != nil)
    }

    @Test(arguments: OutputOptions.WebPPreset.allCases, [0, 6])
    func webpTakesEveryPresetAndEffort(preset: OutputOptions.WebPPreset, effort: Int) throws {
        let written = try bytes(.webp) {
            $0.webp.preset = preset
            $0.webp.effort = effort
            $0.webp.smartSubsampling = true
        }
        #expect(ImageFormat(signatureOf: written) == .webp)
    }

    @Test(arguments: [0, 5, 9], OutputOptions.Subsampling.allCases)
    func avifTakesEverySpeedAndSubsampling(speed: Int, subsampling: OutputOptions.Subsampling) throws {
        let written = try bytes(.avif) {
            $0.avif.speed = speed
            $0.avif.subsampling = subsampling
        }
        #expect(ImageFormat(signatureOf: written) == .avif)
    }

    @Test(
        "A palette has at most the colours asked for, and shows the picture with them",
        arguments: [2, 3, 5, 16, 30, 100, 256], [1, 2, 3, 4])
    func paletteColours(colours: Int, bands: Int) throws {
        let picture = try CodecSample.image(96, 64, bands: bands)
        let shown = try CodecSample.samples(try picture.asRGB().withAlpha())
        var options = EncodeOptions(format: .png, quality: 80)
        options.output.png.quantises = true
        options.output.png.colours = colours
        let samples = try CodecSample.read(try CodecSample.bytes(picture, options), .png) {
            (image) throws(CodecError) in
            try image.asRGB().withAlpha().pixels().withUnsafeBytes { [UInt8]($0) }
        }
        let distinct = Set(stride(from: 0, to: samples.count, by: 4).map { Array(samples[$0..<$0 + 4]) })
        #expect(distinct.count <= colours && distinct.count > colours / 2)
        let distance = zip(samples, shown).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
        // Of three bands' 250 levels, N colours leave about 250 / ∛N a band; measured up to 0.30 of that.
        let mean = Double(distance) / Double(samples.count)
        #expect(mean < 0.4 * 250 / Double(colours).squareRoot().squareRoot(), "\(mean)")
    }

    @Test("JPEG XL of more effort is another file; 4 is the default")
    func jpegXLTakesAnEffort() throws {
        let files = try [1, 9, 4].map { effort in try bytes(.jxl) { $0.jxl.effort = effort } }
        #expect(files.allSatisfy { ImageFormat(signatureOf: $0) == .jxl })
        #expect(files[0] != files[1])
        #expect(try bytes(.jxl) == files[2])
    }

    @Test(arguments: [ImageFormat.png, .tiff, .jxl, .avif, .heic], [1, 3, 4])
    func sixteenBitsStayOnDemand(format: ImageFormat, bands: Int) throws {
        var options = EncodeOptions(format: format, quality: 90)
        let deep = try CodecSample.image(96, 64, bands: bands).convertedToSRGB16()
        #expect(deep.sampleBytes == 2)
        let shallow = try CodecSample.bytes(deep, options)
        options.output.keepsHighDynamicRange = true
        let kept = try CodecSample.bytes(deep, options)
        #expect(try CodecSample.read(shallow, format) { (image) throws(CodecError) in image.sampleBytes } == 1)
        #expect(try CodecSample.read(kept, format) { (image) throws(CodecError) in image.sampleBytes } == 2)
    }

    @Test(arguments: [(1, 1), (2, 3), (15, 17)])
    func avifOfTwelveBitsTakesTinyPictures(size: (Int, Int)) throws {
        var options = EncodeOptions(format: .avif, quality: 60)
        options.output.keepsHighDynamicRange = true
        let deep = try CodecSample.image(size.0, size.1).convertedToSRGB16()
        #expect(ImageFormat(signatureOf: try CodecSample.bytes(deep, options)) == .avif)
    }

    @Test(arguments: [ImageFormat.jpeg, .webp, .gif, .bmp, .ico])
    func formatsOfEightBitsTakeDeepPictures(format: ImageFormat) throws {
        var options = EncodeOptions(format: format, quality: 90)
        options.output.keepsHighDynamicRange = true
        let deep = try CodecSample.image(20, 20).convertedToSRGB16()
        #expect(ImageFormat(signatureOf: try CodecSample.bytes(deep, options)) == format)
    }
}
