internal import CVipsShim
internal import ImageModel

// From and to the colours of screens. Every operation gives a new, lazy image and leaves its input as it is.
extension Image {
    /// Straight-alpha 8-bit sRGB, or 8-bit grey when the picture is grey, for showing on any screen.
    ///
    /// An embedded profile is honoured; one that can't be used is ignored, as browsers do. CMYK without a profile goes
    /// through libvips' own.
    ///
    /// - Throws: `undecodable` for samples that mean no colour.
    package func convertedToSRGB() throws(CodecError) -> Image {
        let isGrey = colour == .grey
        if let converted = try throughProfile(depth: 8) { return converted }
        return try Image.made(.undecodable) { out in
            unsafe isGrey ? sw_colour_to_grey(handle, out) : sw_colour_to_srgb(handle, out)
        }
    }

    /// The same with 16 bits a sample: what more than 8 bits of the source tell is kept.
    ///
    /// - Throws: `undecodable` for samples that mean no colour.
    package func convertedToSRGB16() throws(CodecError) -> Image {
        let isGrey = colour == .grey
        if let converted = try throughProfile(depth: 16) { return converted }
        return try Image.made(.undecodable) { out in
            unsafe isGrey ? sw_colour_to_grey16(handle, out) : sw_colour_to_srgb16(handle, out)
        }
    }

    /// `nil` when there is no profile that can be used.
    private func throughProfile(depth: Int32) throws(CodecError) -> Image? {
        guard hasProfile || colour == .cmyk else { return nil }
        do {
            guard hasAlpha, sampleBytes > 1 else { return try colourThroughProfile(depth) }
            // libvips 8.14 would take alpha of 16 bits for one of 8, and cut it off at 255.
            let alpha = try bands(from: bands - 1, count: 1)
            let converted = try bands(from: 0, count: bands - 1).colourThroughProfile(depth)
            if depth == 16 { return try converted.with(alpha: alpha) }
            return try converted.with(alpha: alpha.scaled(by: [1 / 257.0], plus: [0]).rounded())
        } catch {
            guard colour != .cmyk else { throw error }
            return nil
        }
    }

    private func colourThroughProfile(_ depth: Int32) throws(CodecError) -> Image {
        try Image.made(.undecodable) { out in unsafe sw_profile_to_srgb(handle, depth, out) }
    }

    /// These colours with `alpha`, of one band and the same sample type, behind them.
    func with(alpha: borrowing Image) throws(CodecError) -> Image {
        let alpha = unsafe alpha.handle
        return try operation { image, out in unsafe sw_with_bands(image, alpha, out) }
    }

    /// The same samples, meant as `colour`, of 8 or 16 bits as they are.
    func meant(as colour: SourceHeader.Colour) throws(CodecError) -> Image {
        let isDeep = sampleBytes == 2
        let meaning =
            switch colour {
            case .rgb: isDeep ? SW_COLOUR_RGB16 : SW_COLOUR_SRGB
            case .grey: isDeep ? SW_COLOUR_GREY16 : SW_COLOUR_GREY
            case .cmyk: SW_COLOUR_CMYK
            case .lab: SW_COLOUR_LAB
            case .linear: SW_COLOUR_SCRGB
            case .other: SW_COLOUR_OTHER
            }
        return try operation { image, out in unsafe sw_meant_as(image, meaning, out) }
    }

    /// 8-bit sRGB of three bands, or four with alpha, also for a grey picture of 8 bits.
    package func asRGB() throws(CodecError) -> Image {
        try operation { image, out in unsafe sw_colour_to_srgb(image, out) }
    }

    /// sRGB of three bands, or four with alpha, of a picture of 8 or 16 bits a sample, which stay.
    package func asRGBOfSameDepth() throws(CodecError) -> Image {
        guard sampleBytes == 2 else { return try asRGB() }
        return try colour == .grey ? spread() : same()
    }

    /// Grey as red, green and blue, with the same alpha.
    func spread() throws(CodecError) -> Image {
        let grey = try bands(from: 0, count: 1)
        let colours = try grey.with(alpha: grey).with(alpha: grey)
        guard hasAlpha else { return try colours.meant(as: .rgb) }
        return try colours.with(alpha: bands(from: 1, count: 1)).meant(as: .rgb)
    }

    /// 8 bits a sample, grey or sRGB as before.
    func reducedTo8Bits() throws(CodecError) -> Image {
        let isGrey = colour == .grey
        return try operation { image, out in
            unsafe isGrey ? sw_colour_to_grey(image, out) : sw_colour_to_srgb(image, out)
        }
    }

    /// What `change` makes of an sRGB or grey picture's light (1 for white, in floating point, three bands, alpha 0…255),
    /// as sRGB or grey with as many bits as before.
    package func changedInLight(
        _ change: (borrowing Image) throws(CodecError) -> Image
    ) throws(CodecError) -> Image {
        let (isGrey, isDeep) = (colour == .grey, sampleBytes > 1)
        let light = try operation { image, out in unsafe sw_colour_to_light(image, out) }
        return try change(light).operation { image, out in
            switch (isGrey, isDeep) {
            case (false, false): unsafe sw_colour_to_srgb(image, out)
            case (false, true): unsafe sw_colour_to_srgb16(image, out)
            case (true, false): unsafe sw_colour_to_grey(image, out)
            case (true, true): unsafe sw_colour_to_grey16(image, out)
            }
        }
    }

    /// The bytes of the ICC profile that the picture carries; `nil` without one.
    package var profile: [UInt8]? {
        var length = 0
        guard let base = unsafe sw_profile(handle, &length), length > 0 else { return nil }
        return unsafe [UInt8](UnsafeRawBufferPointer(start: base, count: length))
    }

    /// An sRGB or grey picture (8 or 16 bits) in the colours of `profile`, which it then carries: what undoes
    /// `convertedToSRGB` for a rendition that keeps its source's profile. The result has the profile's bands: one for
    /// grey, four for CMYK.
    ///
    /// - Throws: `operationFailed` when the profile is damaged.
    package func converted(toProfile profile: [UInt8]) throws(CodecError) -> Image {
        let isDeep = sampleBytes > 1
        guard !profile.isEmpty else { throw CodecError(.operationFailed, detail: "an empty profile") }
        let coloured = try isDeep ? operation { image, out in unsafe sw_colour_to_srgb16(image, out) } : asRGB()
        guard coloured.hasAlpha, isDeep else { return try coloured.exported(to: profile, depth: isDeep ? 16 : 8) }
        // As above: alpha goes another way.
        let alpha = try coloured.bands(from: coloured.bands - 1, count: 1)
        return try coloured.bands(from: 0, count: coloured.bands - 1).exported(to: profile, depth: 16).with(
            alpha: alpha)
    }

    private func exported(to profile: [UInt8], depth: Int32) throws(CodecError) -> Image {
        try operation { image, out in
            unsafe profile.withUnsafeBytes { bytes in
                guard let base = bytes.baseAddress else { return -1 }
                return unsafe sw_srgb_to_profile(image, base, bytes.count, depth, out)
            }
        }
    }

    /// The same pixels with `profile` said of them.
    package func carrying(profile: [UInt8]) throws(CodecError) -> Image {
        try operation { image, out in
            unsafe profile.withUnsafeBytes { bytes in
                guard let base = bytes.baseAddress else { return -1 }
                return unsafe sw_with_profile(image, base, bytes.count, out)
            }
        }
    }
}
