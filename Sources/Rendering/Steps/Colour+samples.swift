import ImageModel

extension Colour {
    /// Red, green, blue.
    var samples: [Double] { [Double(red), Double(green), Double(blue)] }

    /// Whether the colour needs three bands.
    var isGrey: Bool { red == green && green == blue }
}
