/// Documents that try to run or to load something. In each, what must not be left holds the word `evil`.
enum AttackCorpus {
    static let documents = bodies.map(document) + whole

    /// `body` in an SVG with the usual namespaces.
    static func document(_ body: String) -> String {
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\">\(body)</svg>"
    }

    /// A document with a few places changed, the same for the same seed.
    static func mutated(seed: Int) -> String {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
        func next(_ count: Int) -> Int {
            // xorshift64
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state % UInt64(count))
        }
        var text = Array(document((0..<4).map { _ in bodies[next(bodies.count)] }.joined()))
        let signs = Array("\"'();:#\\{}@/ae &x-")
        for _ in 0..<next(4) {
            let place = 90 + next(text.count - 90)
            switch next(3) {
            case 0: text.remove(at: place)
            case 1: text.insert(signs[next(signs.count)], at: place)
            default: text.swapAt(place, 90 + next(text.count - 90))
            }
        }
        return String(text)
    }

    private static let bodies = scripts + links + references + animations + css + dataURLs + markup

    private static let scripts = [
        "<script>alert('evil')</script>",
        "<script type=\"text/javascript\"><![CDATA[alert('evil')]]></script>",
        "<script href=\"http://evil.test/x.js\"/>",
        "<script xlink:href=\"data:text/javascript,evil\"/>",
        "<SCRIPT>evil</SCRIPT>",
        "<s:script xmlns:s=\"http://www.w3.org/2000/svg\">evil</s:script>",
        "<h:script xmlns:h=\"http://www.w3.org/1999/xhtml\">evil</h:script>",
        "<g><g><script>evil</script></g></g>",
        "<handler type=\"application/ecmascript\" ev:event=\"load\" xmlns:ev=\"http://www.w3.org/2001/xml-events\">evil</handler>",
        "<listener event=\"load\" handler=\"#evil\"/>",
        "<rect onload=\"alert('evil')\"/>",
        "<rect ONLOAD=\"evil\"/>",
        "<rect onClick = 'evil'/>",
        "<rect onfocusin=\"evil\" onbegin=\"evil\" onend=\"evil\" onrepeat=\"evil\" onactivate=\"evil\"/>",
        "<rect onwheel\n=\n\"evil\"/>",
        "<rect x:onload=\"evil\" xmlns:x=\"http://www.w3.org/2000/svg\"/>",
        "<title onload=\"evil\">a</title>",
    ]

    private static let links = [
        "<a href=\"javascript:evil\"/>",
        "<a xlink:href=\"javascript:evil\"/>",
        "<a HREF=\"javascript:evil\"/>",
        "<a xlink:href=\"JaVaScRiPt:evil\"/>",
        "<a xlink:href=\"java&#x09;script:evil\"/>",
        "<a xlink:href=\"java&#10;script:evil\"/>",
        "<a xlink:href=\"&#x20;&#x9;javascript:evil\"/>",
        "<a xlink:href=\"&#x6a;&#x61;vascript&#x3a;evil\"/>",
        "<a xlink:href=\"&amp;#x6a;avascript:evil\"/>",
        "<a xlink:href=\"&amp;#106;avascript&amp;colon;evil\"/>",
        "<a xlink:href=\"%6aavascript:evil\"/>",
        "<a xlink:href=\"%256aavascript:evil\"/>",
        "<a xlink:href=\"java\u{200B}script:evil\"/>",
        "<a xlink:href=\"\u{FEFF}javascript:evil\"/>",
        "<a xlink:href=\"javascript:\u{301}evil\"/>",
        "<a xlink:href=\"vbscript:evil\"/>",
        "<a xlink:href=\"data:text/html,evil\"/>",
        "<a href=\"data:image/svg+xml;base64,evil\"/>",
        "<a href=\"blob:evil\"/>",
        "<a href=\"view-source:evil\"/>",
        "<a x:href=\"javascript:evil\" xmlns:x=\"http://www.w3.org/1999/xlink\"/>",
        "<a x:href=\"javascript:evil\" xmlns:x=\"http://example.test/\"/>",
        "<a href=\"#a\" ping=\"http://evil.test/\" target=\"evil\"/>",
    ]

    private static let references = [
        "<image href=\"http://evil.test/a.png\"/>",
        "<image xlink:href=\"//evil.test/a.png\"/>",
        "<image xlink:href=\"file:///evil\"/>",
        "<image xlink:href=\"/evil.png\"/>",
        "<image xlink:href=\"evil.png\"/>",
        "<image src=\"http://evil.test/\"/>",
        "<use href=\"http://evil.test/a.svg#x\"/>",
        "<use xlink:href=\"data:image/svg+xml,evil#x\"/>",
        "<use xlink:href=\"evil.svg#x\"/>",
        "<filter><feImage href=\"http://evil.test/\"/></filter>",
        "<filter><feImage xlink:href=\"data:image/png;base64,evil\"/></filter>",
        "<tref xlink:href=\"file:///evil\"/>",
        "<pattern xlink:href=\"http://evil.test/#p\"/>",
        "<linearGradient href=\"http://evil.test/#g\"/>",
        "<textPath href=\"http://evil.test/#t\">a</textPath>",
        "<animateMotion><mpath href=\"http://evil.test/#m\"/></animateMotion>",
        "<cursor xlink:href=\"http://evil.test/c.png\"/>",
        "<font-face><font-face-src><font-face-uri xlink:href=\"http://evil.test/f\"/></font-face-src></font-face>",
        "<color-profile xlink:href=\"http://evil.test/p.icc\"/>",
        "<g xml:base=\"http://evil.test/\"><use href=\"#a\"/></g>",
        "<rect fill=\"url(http://evil.test/#a)\"/>",
        "<rect filter=\"url('//evil.test/#a')\"/>",
        "<rect mask=\"URL( &quot;evil.svg#m&quot; )\"/>",
        "<rect clip-path=\"u\\72l(http://evil.test/)\"/>",
        "<rect cursor=\"url(http://evil.test/c.cur), auto\"/>",
        "<rect marker-start=\"url(data:image/svg+xml,evil#m)\"/>",
    ]

    private static let animations = [
        "<a><set attributeName=\"href\" to=\"javascript:evil\"/></a>",
        "<a><animate attributeName=\"xlink:href\" values=\"javascript:evil\"/></a>",
        "<a><animate attributeName=\" xlink:href \" from=\"javascript:evil\" to=\"#\"/></a>",
        "<a><animate attributeName=\"x:href\" xmlns:x=\"http://www.w3.org/1999/xlink\" to=\"javascript:evil\"/></a>",
        "<a><set attributeName=\"&#x68;ref\" to=\"javascript:evil\"/></a>",
        "<rect><set attributeName=\"onmouseover\" to=\"evil\"/></rect>",
        "<rect><animate attributeName=\"fill\" values=\"red;url(http://evil.test/)\"/></rect>",
        "<image><set attributeName=\"href\" to=\"http://evil.test/\"/></image>",
        "<a><set attributeName=\"fill\" to=\"x;javascript:evil\"/></a>",
    ]

    private static let css = [
        "<style>@import url(http://evil.test/);</style>",
        "<style>@import \"//evil.test/\";</style>",
        "<style>@IMPORT 'evil.css';</style>",
        "<style>@\\69mport 'http://evil.test/';</style>",
        "<style>@im/**/port 'evil'; @import/**/'http://evil.test/';</style>",
        "<style><![CDATA[<!-- @import 'evil'; -->]]></style>",
        "<style>a @import 'evil'; b{}</style>",
        "<style>(]; @import 'evil';</style>",
        "<style>rect{fill:url(http://evil.test/)}</style>",
        "<style>rect{fill:\\75rl(http://evil.test/)}</style>",
        "<style>rect{fill:\\000075\\72 l( 'http://evil.test/' )}</style>",
        "<style>rect{fill:url(\"ht\\\ntp://evil.test/\")}</style>",
        "<style>rect{fill:u/**/rl(evil) url(evil)}</style>",
        "<style>rect{background:image-set('http://evil.test/' 1x)}</style>",
        "<style>rect{background:image('evil.png')} g{background:src('evil')}</style>",
        "<style>rect{--a:url(evil);fill:red}</style>",
        "<style>rect{width:expression(evil)}</style>",
        "<style>rect{behavior:url(#evil)} g{-moz-binding:url(#evil)}</style>",
        "<style>@font-face{font-family:a;src:url(http://evil.test/f.woff)}</style>",
        "<style>@font-face{src:url(data:font/woff;base64,evil)}</style>",
        "<style>@media print{rect{fill:url(evil)}}</style>",
        "<style>@namespace url(http://evil.test/); @document url(evil){a{}}</style>",
        "<style>rect{fill:url(evil</style>",
        "<style>rect{fill:url( 'evil' )</style>",
        "<style>/* <script>evil</script> */</style>",
        "<style><script>evil</script></style>",
        "<style>rect{&#x66;ill:&#117;rl(evil)}</style>",
        "<rect style=\"fill:url(http://evil.test/);stroke:red\"/>",
        "<rect style=\"fill:\\55 RL(evil)\"/>",
        "<rect style=\"background:url(&quot;javascript:evil&quot;)\"/>",
        "<rect style=\"x:y;@import 'evil'\"/>",
        "<rect style=\"fill:url('#a' evil)\"/>",
    ]

    private static let dataURLs = [
        "<image href=\"data:image/svg+xml,evil\"/>",
        "<image href=\"data:text/html;base64,evil\"/>",
        "<image href=\"data:image/png,evil\"/>",
        "<image href=\"data:image/png;base64,PHN2ZyB4bWxucz0iaHR0cDovL2V2aWwiLz4=#evil\"/>",
        "<image href=\"data:,evil\"/>",
        "<image href=\" data:IMAGE/SVG+XML;charset=utf-8,evil\"/>",
    ]

    private static let markup = [
        "<foreignObject><body xmlns=\"http://www.w3.org/1999/xhtml\">evil</body></foreignObject>",
        "<foreignobject>evil</foreignobject>",
        "<iframe src=\"http://evil.test/\">evil</iframe>",
        "<h:iframe xmlns:h=\"http://www.w3.org/1999/xhtml\" src=\"http://evil.test/\"/>",
        "<embed src=\"evil\"/><object data=\"evil\"/><video src=\"evil\"/><audio src=\"evil\"/>",
        "<desc><img xmlns=\"http://www.w3.org/1999/xhtml\" src=\"x\" onerror=\"evil\"/></desc>",
        "<title><style>evil</style></title>",
        "<desc><a id=\"&lt;img src=x onerror=evil&gt;\"/></desc>",
        "<!-- evil --><!--[if IE]><script>evil</script><![endif]-->",
        "<?xml-stylesheet href=\"http://evil.test/\"?><?php evil ?>",
        "<metadata><evil/></metadata>",
        "<x:g xmlns:x=\"http://evil.test/\"><script>evil</script></x:g>",
        "<math xmlns=\"http://www.w3.org/1998/Math/MathML\"><maction href=\"javascript:evil\"/></math>",
        "<unknown>evil</unknown>",
    ]

    private static let whole = [
        "<?xml-stylesheet type=\"text/css\" href=\"http://evil.test/a.css\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        "<?xml version=\"1.0\"?><?xml-stylesheet type='text/xsl' href='data:,evil'?><svg xmlns='http://www.w3.org/2000/svg'/>",
        "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://evil.test/svg11.dtd\"><svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        "<!DOCTYPE svg [<!ATTLIST svg onload CDATA \"evil\">]><svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        "<!DOCTYPE svg [<!ATTLIST a href CDATA \"javascript:evil\">]><svg xmlns=\"http://www.w3.org/2000/svg\"><a/></svg>",
        "<svg:svg xmlns:svg=\"http://www.w3.org/2000/svg\"><svg:script>evil</svg:script></svg:svg>",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"evil\"/>",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:evil=\"http://evil.test/\" evil:onload=\"evil\"/>",
        "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><svg xmlns=\"http://www.w3.org/2000/svg\"><script>evil</script></svg>",
    ]
}
