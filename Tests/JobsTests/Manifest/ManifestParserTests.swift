import TestSupport
import Testing

@testable import Jobs

@Suite struct ManifestParserTests {
    private func parse(
        _ text: String, _ format: ManifestFormat, required: Set<String> = [], optional: Set<String> = [],
        pieces: Int = .max, fault: @escaping @Sendable (String) -> String? = { _ in nil }
    ) -> (items: [NewItem], faults: [String]) {
        parse(Array(text.utf8), format, required: required, optional: optional, pieces: pieces, fault: fault)
    }

    private func parse(
        _ bytes: [UInt8], _ format: ManifestFormat, required: Set<String> = [], optional: Set<String> = [],
        pieces: Int = .max, fault: @escaping @Sendable (String) -> String? = { _ in nil }
    ) -> (items: [NewItem], faults: [String]) {
        var parser = ManifestParser(
            format, rules: ManifestRules(required: required, optional: optional, fault: fault))
        var (items, rest): ([NewItem], ArraySlice<UInt8>) = ([], bytes[...])
        while !rest.isEmpty {
            items += parser.read(rest.prefix(pieces))
            rest = rest.dropFirst(pieces)
        }
        items += parser.finish()
        return (items, parser.faults.map(\.description))
    }

    @Test("One source per line: blanks, empty lines, CR LF and a byte order mark are dropped")
    func lines() {
        let (items, faults) = parse("\u{FEFF}a.jpg\r\n\n  b c.jpg \t\nd.jpg", .lines)
        #expect(items.map(\.source) == ["a.jpg", "b c.jpg", "d.jpg"])
        #expect(items.map(\.line) == [1, 3, 4])
        #expect(faults.isEmpty)
    }

    @Test("CSV: quotes, doubled quotes, commas and line ends within them, CR LF, and no line end at the end")
    func csv() {
        let text =
            "\u{FEFF}sku,source,note\r\n\"1,2\",\"https://a.example/\"\"x\"\".jpg\",\"two\r\nlines\"\r\n\r\n7,b.jpg,"
        let (items, faults) = parse(text, .csv, required: ["sku"])
        #expect(
            items == [
                NewItem(source: "https://a.example/\"x\".jpg", line: 2, values: ["sku": "1,2"]),
                NewItem(source: "b.jpg", line: 5, values: ["sku": "7"]),
            ])
        #expect(faults.isEmpty)
    }

    @Test(
        "CSV as spreadsheets write it, in one piece or byte by byte",
        arguments: [
            "source,sku\na b.jpg,1\nc.jpg,2\n", "source;sku\na b.jpg;1\nc.jpg;2\n", "source\tsku\na b.jpg\t1\nc.jpg\t2",
            "sep=;\r\nsource;sku\r\na b.jpg;1\r\nc.jpg;2\r\n", "Source,sku\r\na b.jpg,1\r\nc.jpg,2\r\n,\r\n,\r\n",
            "SEP=|\nSOURCE|sku\na b.jpg|1\n  \nc.jpg|2", "source,sku\ra b.jpg,1\rc.jpg,2\r",
            "source,sku,,\na b.jpg,1,,\nc.jpg,2,,\n",
            " source , sku \n a b.jpg ,1\n\tc.jpg,2\n", "\"source\";\"sku\"\n\"a b.jpg\";\"1\"\n\"c.jpg\";\"2\"",
        ], [1, 7, .max])
    func spreadsheets(text: String, pieces: Int) {
        let (items, faults) = parse(text, .csv, required: ["sku"], pieces: pieces)
        #expect(items.map(\.source) == ["a b.jpg", "c.jpg"])
        #expect(items.map { $0.values["sku"] } == ["1", "2"])
        #expect(faults.isEmpty)
    }

    @Test("lines are counted whatever ends them", arguments: ["\n", "\r\n", "\r"], [1, .max])
    func lineNumbers(end: String, pieces: Int) {
        let text = ["source", "a", "", "b", "c\"", "d"].joined(separator: end)
        let (items, faults) = parse(text, .csv, pieces: pieces)
        #expect(items.map(\.line) == [2, 4, 6])
        #expect(faults == ["line 5: there is a quote inside an unquoted field"])
        let marked = parse("sep=,\n" + text, .csv, pieces: pieces)
        #expect(marked.items.map(\.line) == [3, 5, 7])
    }

    @Test(
        "UTF-16 with a mark is read, in either order and every kind of list", arguments: [false, true], [1, 3, .max])
    func utf16(isBigEndian: Bool, pieces: Int) {
        func encoded(_ text: String) -> [UInt8] {
            ("\u{FEFF}" + text).utf16.flatMap { unit -> [UInt8] in
                let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
                return isBigEndian ? [high, low] : [low, high]
            }
        }
        let csv = parse(encoded("source;sku\r\ngrün/图🙂.jpg;1\r\n"), .csv, required: ["sku"], pieces: pieces)
        #expect(csv.items.map(\.source) == ["grün/图🙂.jpg"])
        #expect(csv.faults.isEmpty)
        // A letter whose two bytes are those of a line's end.
        let letter = parse(encoded("ഊ;source\r\n1;a.jpg\r\n"), .csv, pieces: pieces)
        #expect(letter.items.map(\.source) == ["a.jpg"])
        #expect(parse(encoded("a.jpg\r\nü.jpg"), .lines, pieces: pieces).items.map(\.source) == ["a.jpg", "ü.jpg"])
        let halves = parse(
            encoded("a") + (isBigEndian ? [0xD8, 0x00] : [0x00, 0xD8]) + encoded("b").dropFirst(2), .lines)
        #expect(halves.items.map(\.source) == ["a\u{FFFD}b"])
    }

    @Test(
        "a workbook is named",
        arguments: [Array("PK\u{3}\u{4}xl/workbook".utf8), [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1]])
    func workbook(bytes: [UInt8]) {
        let result = parse(bytes, .csv)
        #expect(result.items.isEmpty)
        #expect(result.faults.count == 1)
        #expect(result.faults.first?.contains("workbook") == true)
    }

    @Test("JSON lines: objects with further fields, and strings alone")
    func jsonLines() {
        let text = """
            {"source": "a.jpg", "sku": 12, "deep": {"x": [1, 2.5]}}
            {"sku": "y", "source": "b\\u00e9.jpg"}
            """
        let (items, faults) = parse(text, .jsonLines, required: ["sku"])
        #expect(
            items == [
                NewItem(source: "a.jpg", line: 1, values: ["sku": "12"]),
                NewItem(source: "bé.jpg", line: 2, values: ["sku": "y"]),
            ])
        #expect(faults.isEmpty)
        #expect(parse("\"c.jpg\"", .jsonLines).items.map(\.source) == ["c.jpg"])
    }

    @Test("Every fault is reported with its line, and valid records in between are returned")
    func faults() {
        let csv = "source,sku\na,1\nb\nc,\"2\"x\nd,\n\"\",5\ne\"e,6\nf,7\n\"g,8"
        let (items, faults) = parse(csv, .csv, required: ["sku"])
        #expect(items.map(\.source) == ["a", "f"])
        #expect(
            faults == [
                "line 3: the number of fields is 1, but the header has 2",
                "line 4: there is text after a closing quote",
                "line 5: sku is empty; the name template needs it", "line 6: the source is empty",
                "line 7: there is a quote inside an unquoted field",
                "line 9: a quoted field is never closed",
            ])
    }

    @Test("Invalid JSON, or JSON with the wrong content, is reported")
    func jsonFaults() {
        let text =
            "{\"source\": 1}\n{]\n[1]\n{\"sku\": \"x\"}\n{\"source\": \"a\", \"sku\": [1]}\n{\"source\": \"a\", \"sku\": null}"
        #expect(
            parse(text, .jsonLines, required: ["sku"]).faults == [
                "line 1: source is missing, or is not a string", "line 2: this is neither a JSON object nor a string",
                "line 3: this is neither a JSON object nor a string", "line 4: source is missing, or is not a string",
                "line 5: sku is neither a string nor a whole number",
                "line 6: sku is empty; the name template needs it",
            ])
    }

    @Test(
        "An unusable header ends the reading",
        arguments: [
            ("url,sku\na,1\n", "line 1: the header has no column source; its columns are \"url\", \"sku\""),
            ("source,source\na,1\n", "line 1: the header names the column source twice"),
            ("source,name\na,1\n", "line 1: the name template uses {sku}, which is not a column of the header"),
            ("", "line 1: there is no header with a column named source"),
        ])
    func header(_ text: String, _ fault: String) {
        let result = parse(text, .csv, required: ["sku"])
        #expect(result.items.isEmpty)
        #expect(result.faults == [fault])
    }

    @Test("A plain list has no columns")
    func plainListWithoutColumns() {
        let result = parse("a\nb", .lines, required: ["sku"])
        #expect(result.items.isEmpty)
        #expect(result.faults.count == 1)
    }

    @Test("An invalid source is reported with its line")
    func sources() {
        let result = parse("a\nb\nc", .lines) { $0 == "b" ? "b is no source" : nil }
        #expect(result.items.map(\.source) == ["a", "c"])
        #expect(result.faults == ["line 2: b is no source"])
    }

    @Test("Other encodings and NUL are reported", arguments: ManifestFormat.allCases)
    func encodings(_ format: ManifestFormat) {
        let head = format == .csv ? "source\n" : ""
        let bytes = Array(head.utf8) + [0x61, 0xFF, 0x62, 0x0A, 0x63, 0x00, 0x0A]
        let faults = parse(bytes, format).faults
        let first = format == .csv ? 2 : 1
        #expect(
            faults == [
                "line \(first): this is not UTF-8",
                "line \(first + 1): there is a NUL in it; lists are UTF-8, or UTF-16 with a byte order mark",
            ])
    }

    @Test("An endless record does not take endless memory", arguments: ManifestFormat.allCases)
    func longRecords(_ format: ManifestFormat) {
        let head = format == .csv ? "source\n\"" : ""
        let text = head + String(repeating: "x", count: 300_000) + "\nb"
        let result = parse(text, format, pieces: 1000)
        #expect(result.faults.count >= 1)
        #expect(result.faults[0].contains("longer than 65536 bytes"))
    }

    @Test("Unused columns are dropped; stem and dir are used if present")
    func columns() {
        let result = parse("source,stem,dir,x\na,s,,1\n", .csv, optional: ["stem", "dir"])
        #expect(result.items.map(\.values) == [["stem": "s"]])
    }

    @Test("Pieces of any size result in the same items and faults", arguments: [1, 2, 3, 7, 64])
    func pieces(_ size: Int) {
        let csv = "\u{FEFF}sku,source\r\n\"a\"\"\r\n,\",b\r\n,c\r\nd,e,f\r\n\"é\",\"g\"\r\nh,\"i"
        let (whole, cut) = (parse(csv, .csv, required: ["sku"]), parse(csv, .csv, required: ["sku"], pieces: size))
        #expect(whole.items == cut.items)
        #expect(whole.faults == cut.faults)
        #expect(whole.items.count == 2)
    }

    @Test(
        "Random bytes never trap, and each line number exists in the text", arguments: 1...20 as ClosedRange<UInt64>)
    func randomBytes(_ seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let alphabet = Array("a,\"\r\n{}:[1 \\é".utf8) + [0, 0xFF]
        let bytes = (0..<2000).map { _ in alphabet.randomElement(using: &random) ?? 0 }
        let lines = bytes.count { $0 == 0x0A || $0 == 0x0D } + 1
        for format in ManifestFormat.allCases {
            var parser = ManifestParser(format, rules: ManifestRules())
            let head = format == .csv ? Array("source,b\n".utf8) : []
            let items = parser.read(head + bytes) + parser.finish()
            #expect(items.allSatisfy { (1...lines + 1).contains($0.line) && !$0.source.isEmpty })
            #expect(parser.faults.allSatisfy { (1...lines + 1).contains($0.line) })
        }
    }

    @Test("Only the first hundred faults are kept, but all are counted")
    func manyFaults() {
        var parser = ManifestParser(.lines, rules: ManifestRules { _ in "no" })
        _ = parser.read(Array(String(repeating: "a\n", count: 250).utf8))
        #expect(parser.faults.count == 100)
        #expect(parser.faultCount == 250)
    }
}
