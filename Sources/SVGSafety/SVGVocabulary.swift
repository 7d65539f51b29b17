/// The names that SVG has.
enum SVGVocabulary {
    static let namespace = "http://www.w3.org/2000/svg"
    static let linkNamespace = "http://www.w3.org/1999/xlink"
    static let xmlNamespace = "http://www.w3.org/XML/1998/namespace"

    /// Elements that draw, define, describe or animate: SVG 1.1 and SVG 2, and Inkscape's flowing text. Not among them,
    /// and so dropped with all that they hold: `script`, `handler`, `listener`, `foreignObject`, `iframe`, `audio`,
    /// `video`, `canvas`, `color-profile`, `metadata`, and everything of other namespaces.
    static let elements: Set<String> = {
        let structure =
            "svg g defs symbol use switch view a title desc style image marker mask pattern clipPath cursor discard"
        let shapes = "path rect circle ellipse line polyline polygon mesh"
        let paint =
            "linearGradient radialGradient stop meshgradient meshrow meshpatch hatch hatchpath solidcolor solidColor"
        let text =
            "text tspan textPath tref altGlyph altGlyphDef altGlyphItem glyphRef flowRoot flowRegion flowRegionExclude "
            + "flowPara flowSpan flowDiv flowLine font font-face font-face-format font-face-name font-face-src "
            + "font-face-uri glyph missing-glyph hkern vkern"
        let filters =
            "filter feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting "
            + "feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur "
            + "feImage feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile "
            + "feTurbulence"
        let names = [structure, shapes, paint, text, filters, animations.joined(separator: " ")]
        return Set(names.joined(separator: " ").split(separator: " ").map(String.init))
    }()

    static let animations: Set = ["animate", "animateColor", "animateMotion", "animateTransform", "set", "mpath"]

    /// Elements that hold text only: parsers of HTML would read what else they hold as HTML.
    static let textOnly: Set = ["title", "desc", "style"]

    /// Attributes, in lower case, that name addresses or carry markup, and that no element of `elements` needs.
    static let droppedAttributes: Set = [
        "src", "srcset", "srcdoc", "action", "formaction", "ping", "poster", "data", "code", "codebase", "background",
        "cite", "longdesc", "manifest", "profile", "archive", "classid", "usemap", "dynsrc", "lowsrc", "base",
        "contentscripttype", "is", "nonce", "download", "attributionsrc", "handler", "event",
    ]
}
