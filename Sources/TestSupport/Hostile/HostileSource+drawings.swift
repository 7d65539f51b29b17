import Foundation

// SVG: drawings of a few lines that are endless work, and documents that are merely large.

extension HostileSource {
    static let drawings: [HostileSource] = [
        drawing("turbulence of a million octaves") {
            filter("<feTurbulence baseFrequency='0.5' numOctaves='1000000'/>")
        },
        drawing("turbulence of a thousand octaves, twenty times") {
            filter(String(repeating: "<feTurbulence baseFrequency='0.5' numOctaves='1000'/>", count: 20))
        },
        drawing("a style sheet of 5000 rules for 5000 elements") {
            let rules = (0..<5000).map { "g g g g .a\($0 % 7) ~ .b\($0), g > rect:not(.c\($0)) + rect{fill:red}" }
            return "<style>\(rules.joined())</style><g><g><g><g>"
                + String(repeating: "<rect class='a1 b2' width='9' height='9'/>", count: 5000) + "</g></g></g></g>"
        },
        drawing("a style sheet of one megabyte") {
            "<style>" + String(repeating: ".a{fill:red;stroke:blue}", count: 40_000) + "</style>"
                + String(repeating: "<rect class='a' width='9' height='9'/>", count: 1000)
        },
        drawing("uses that double") { doubled("<use href='#a%d'/>") },
        drawing("symbols that double") {
            let symbols = (1...40).map { level in
                let use = "<use href='#a\(level - 1)' width='9' height='9'/>"
                return "<symbol id='a\(level)' viewBox='0 0 9 9'>\(use)\(use)</symbol>"
            }
            return "<rect id='a0' width='9' height='9'/>\(symbols.joined())<use href='#a40'/>"
        },
        drawing("patterns in patterns") {
            nested("pattern", "width='1' height='1' patternUnits='userSpaceOnUse'", "fill", levels: 12)
        },
        drawing("masks of masks") { nested("mask", "", "mask", levels: 12) },
        drawing("paths that clip paths that clip") { nested("clipPath", "", "clip-path", levels: 20) },
        drawing("markers of markers") {
            let markers = (1...8).map { level in
                let marked = level == 1 ? "" : "marker-mid='url(#m\(level - 1))'"
                return "<marker id='m\(level)'><path \(marked) d='\(zigzag(40))'/></marker>"
            }
            return markers.joined() + "<path marker-mid='url(#m8)' d='\(zigzag(1000))' fill='none' stroke='red'/>"
        },
        drawing("short dashes of long paths") {
            "<path stroke-dasharray='0.00001' stroke='red' d='M0,0 L1000000,1000000 L0,2000000 L1000000,0'/>"
        },
        drawing("short dashes of a small circle") {
            let circle = "<circle r='900' cx='900' cy='900' fill='none' stroke='red' stroke-dasharray='0.001'/>"
            return String(repeating: circle, count: 50)
        },
        drawing("a wide line of 100,000 rounded corners") {
            "<path stroke='red' stroke-width='900' stroke-linejoin='round' fill='none' d='\(zigzag(100_000))'/>"
        },
        drawing("blurs in a row") {
            filter(String(repeating: "<feGaussianBlur stdDeviation='300'/>", count: 12))
        },
        drawing("filters of many groups") {
            let groups = String(repeating: "<g filter='url(#f)'>", count: 200)
            return "<filter id='f' x='0' y='0' width='1' height='1'><feGaussianBlur stdDeviation='90'/></filter>"
                + groups + "<rect width='2000' height='2000'/>" + String(repeating: "</g>", count: 200)
        },
        drawing("a wide convolution") {
            let kernel = String(repeating: "1 ", count: 10_000)
            return filter("<feConvolveMatrix order='100' kernelMatrix='\(kernel)'/>")
        },
        drawing("wide morphology") {
            filter(String(repeating: "<feMorphology operator='dilate' radius='900'/>", count: 6))
        },
        drawing("light on turbulence") {
            filter(
                "<feTurbulence baseFrequency='0.9' numOctaves='100'/><feDiffuseLighting surfaceScale='9'>"
                    + "<fePointLight x='1' y='1' z='1'/></feDiffuseLighting>")
        },
        drawing("gradients of 20,000 stops") {
            let stops = (0..<20_000).map { "<stop offset='\(Double($0) / 20_000)' stop-color='#\(100_000 + $0)'/>" }
            return "<radialGradient id='g'>\(stops.joined())</radialGradient>"
                + String(repeating: "<rect width='2000' height='2000' fill='url(#g)'/>", count: 200)
        },
        drawing("a megabyte of text") {
            "<text font-size='40' y='99'>" + String(repeating: "ففi\u{301}文字 ", count: 60_000) + "</text>"
        },
        drawing("100,000 spans of text") {
            let spans = String(repeating: "<tspan x='9' dy='1'>a</tspan>", count: 100_000)
            return "<text font-size='40' y='99'>\(spans)</text>"
        },
        drawing("text of a great size") {
            let text = "<text font-size='900000' y='900000' stroke='red' stroke-width='90'>ag</text>"
            return String(repeating: text, count: 200)
        },
        drawing("250 layers in each other") {
            String(repeating: "<g opacity='0.9'>", count: 250) + "<rect width='2000' height='2000'/>"
                + String(repeating: "</g>", count: 250)
        },
        drawing("250 layers in each other, of a drawing of 9000 × 9000", size: 9000) {
            String(repeating: "<g opacity='0.9'>", count: 250) + "<rect width='9000' height='9000'/>"
                + String(repeating: "</g>", count: 250)
        },
        HostileSource("SVG, 100,000 elements in each other") {
            let groups = String(repeating: "<g>", count: 100_000)
            return Array("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>\(groups)".utf8)
        },
        drawing("200,000 elements") { String(repeating: "<rect width='9' height='9'/>", count: 200_000) },
        drawing("nine megabytes of attributes") {
            String(repeating: "<path d='M0,0' style='fill:#123456;stroke:rgb(1,2,3);opacity:.5'/>", count: 130_000)
        },
        drawing("nine megabytes of one path") { "<path fill='red' d='\(zigzag(700_000))'/>" },
        drawing("nine megabytes of comments") { String(repeating: "<!-- a -->", count: 900_000) },
        drawing("data: pictures, 40 megapixels") {
            String(repeating: image(large(1000, 1000)), count: 40)
        },
        drawing("data: pictures, large ones of few bytes") {
            image(large(7000, 7000, depth: 1, colour: 0))
        },
        drawing("20,000 small data: pictures") { String(repeating: image(large(8, 8)), count: 20_000) },
        drawing("a data: picture with an EXIF loop") {
            image(FileBytes.png([]) + FileBytes.chunk("eXIf", exifLoops[0].block) + large(8, 8).dropFirst(8))
        },
        drawing("a data: drawing of turbulence") {
            let endless = filter("<feTurbulence numOctaves='1000000'/>")
            let inner = "<svg xmlns='http://www.w3.org/2000/svg'>\(endless)</svg>"
            return "<image width='999' height='999' href='data:image/svg+xml;base64,\(base64(Array(inner.utf8)))'/>"
        },
        drawing("a filter that shows itself") {
            "<filter id='f'><feImage href='#a'/></filter>"
                + "<g id='a' filter='url(#f)'><use href='#a'/><rect width='999' height='999'/></g>"
        },
        drawing("1,000,000,000 pixels a side", size: 1_000_000_000) { "<rect width='100%' height='100%'/>" },
        drawing("drawings in drawings") {
            String(repeating: "<svg viewBox='0 0 9 9' width='999' height='999'>", count: 250)
                + "<rect width='9' height='9' filter='url(#f)'/>" + String(repeating: "</svg>", count: 250)
        },
    ]

    private static func drawing(
        _ name: String, size: Int = 2000, _ content: @escaping @Sendable () -> String
    ) -> HostileSource {
        HostileSource("SVG, \(name)") {
            Array(
                "<svg xmlns='http://www.w3.org/2000/svg' width='\(size)' height='\(size)'>\(content())</svg>".utf8)
        }
    }

    private static func filter(_ primitives: String) -> String {
        "<filter id='f' x='0' y='0' width='1' height='1'>\(primitives)</filter>"
            + "<rect width='2000' height='2000' filter='url(#f)'/>"
    }

    private static func doubled(_ use: String) -> String {
        let levels = (1...40).map { level in
            let inner = use.replacing("%d", with: "\(level - 1)")
            return "<g id='a\(level)'>\(inner)\(inner)</g>"
        }
        return "<defs><rect id='a0' width='9' height='9'/>\(levels.joined())</defs>\(use.replacing("%d", with: "40"))"
    }

    /// Servers of paint or of shapes, each of which uses the one before twice.
    private static func nested(_ element: String, _ attributes: String, _ property: String, levels: Int) -> String {
        let shapes = (1...levels).map { level in
            let used = level == 1 ? "fill='red'" : "\(property)='url(#p\(level - 1))'"
            let rect = "<rect width='2000' height='2000' \(used)/>"
            return "<\(element) id='p\(level)' \(attributes)>\(rect)\(rect)</\(element)>"
        }
        return shapes.joined() + "<rect width='2000' height='2000' \(property)='url(#p\(levels))'/>"
    }

    private static func zigzag(_ corners: Int) -> String {
        "M0,0 " + (0..<corners).map { "L\($0 * 37 % 2000),\($0 * 91 % 2000)" }.joined(separator: " ")
    }

    private static func base64(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

    private static func image(_ png: [UInt8]) -> String {
        "<image width='99' height='99' href='data:image/png;base64,\(base64(png))'/>"
    }
}
