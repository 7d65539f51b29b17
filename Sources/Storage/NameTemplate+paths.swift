package import ImageModel

extension NameTemplate {
    /// The path of a rendition below the store's root, with `/` between names.
    package func path(for values: NameValues) -> String {
        components.flatMap { names(of: $0, values) }.joined(separator: "/")
    }

    /// The paths of all renditions of one source, in order.
    ///
    /// - Throws: `collision` if two of them would be the same.
    package func paths(for renditions: [NameValues]) throws(StorageError) -> [String] {
        var owners: [String: NameValues] = [:]
        var paths: [String] = []
        for values in renditions {
            let path = path(for: values)
            if let owner = owners.updateValue(values, forKey: path) {
                throw StorageError(
                    .collision,
                    "renditions \(owner.index) and \(values.index) would both be written to \(path); distinguish them "
                        + "in the name template \"\(text)\", for example by {width}, {height}, {ext} or {index}")
            }
            paths.append(path)
        }
        return paths
    }

    /// Checks, as far as that is possible without a source, that all of `renditions` have different paths.
    ///
    /// It assumes a source with an unusual aspect ratio, so that no two boxes produce the same width by chance.
    ///
    /// - Throws: `collision`, `invalidTemplate`.
    package func check(_ renditions: [Rendition]) throws(StorageError) {
        let proportion = 1.234_567_89
        // Equal renditions share a file.
        let different = renditions.enumerated().filter { index, rendition in !renditions[..<index].contains(rendition) }
        _ = try paths(
            for: different.map { index, rendition in
                let last = rendition.lastStep
                let scale = last.dpr
                let width = last.width.map { Double($0) } ?? last.height.map { Double($0) * proportion } ?? 100_000
                let height = last.height.map { Double($0) } ?? width / proportion
                return NameValues(
                    stem: "s", dir: "d", hash: "h",
                    size: PixelSize(
                        width: max(1, Int(width * scale * last.zoomX)), height: max(1, Int(height * scale * last.zoomY))
                    ),
                    fit: last.fit, format: last.format ?? .jpeg, quality: last.quality, index: index + 1)
            })
    }

    /// The names that one component becomes: `{dir}` may yield several, or none.
    private func names(of component: [Part], _ values: NameValues) -> [String] {
        var names = [SafeName()]
        for part in component {
            switch part {
            case .literal(let text):
                names[names.count - 1].append(literal: text)
            case .placeholder(.dir):
                let folders = values.dir.split(separator: "/").filter { $0 != "." }
                for (index, folder) in folders.enumerated() {
                    if index > 0 { names.append(SafeName()) }
                    names[names.count - 1].append(value: String(folder), isCuttable: true)
                }
            case .placeholder(.stem) where values.stem.isEmpty:
                names[names.count - 1].append(value: "_", isCuttable: true)
            case .column(let name):
                names[names.count - 1].append(value: values.columns[name] ?? "", isCuttable: false)
            case .placeholder(let placeholder):
                names[names.count - 1].append(value: placeholder.text(in: values), isCuttable: placeholder.isCuttable)
            }
        }
        return names.map(\.text).filter { !$0.isEmpty }
    }
}

/// One name of a path, assembled so that it cannot be anything but a name.
private struct SafeName {
    private var pieces: [(text: String, isCuttable: Bool)] = []

    mutating func append(literal: String) {
        pieces.append((literal, false))
    }

    /// Appends a text from outside: separators and control characters become `_`, and so do leading dots at the start
    /// of the name, so that it is neither `..` nor hidden.
    mutating func append(value: String, isCuttable: Bool) {
        var scalars = String.UnicodeScalarView()
        for scalar in value.unicodeScalars {
            let isUnsafe = scalar == "/" || scalar == "\\" || scalar.properties.generalCategory == .control
            scalars.append(isUnsafe ? "_" : scalar)
        }
        var text = String(scalars)
        if text == ".." { text = "__" }
        if pieces.isEmpty, text.hasPrefix(".") { text = "_" + text.dropFirst() }
        if !text.isEmpty { pieces.append((text, isCuttable)) }
    }

    /// At most 255 bytes; never `.` or `..`.
    var text: String {
        var excess = pieces.reduce(0) { $0 + $1.text.utf8.count } - NameTemplate.maximumNameBytes
        let texts = pieces.map { piece in
            guard excess > 0, piece.isCuttable else { return piece.text }
            let cut = Self.cut(piece.text, by: excess)
            excess -= piece.text.utf8.count - cut.utf8.count
            return cut
        }
        let name = texts.joined()
        return name == "." || name == ".." ? String(repeating: "_", count: name.count) : name
    }

    /// `text` shortened at its end by at least `bytes`: by whole characters, or by scalars if it is a single character.
    private static func cut(_ text: String, by bytes: Int) -> String {
        let target = max(text.utf8.count - bytes, 0)
        var end = text.endIndex
        while end > text.startIndex, text.utf8.distance(from: text.startIndex, to: end) > target {
            end = text.index(before: end)
        }
        if end > text.startIndex { return String(text[..<end]) }
        var scalars = text[..<text.index(after: end)].unicodeScalars
        while scalars.count > 1, Substring(scalars).utf8.count > target { scalars.removeLast() }
        return String(scalars)
    }
}
