import ImageModel
import ImageService
import Storage

/// File names for the renditions of one source: `lake-1600x1067.jpg`, with a number added where two would be the same.
struct ArchiveNames {
    private let names: [String]

    /// - Throws: `StorageError`; the templates here never cause one.
    init(_ answer: Answer) throws(StorageError) {
        let plain = try NameTemplate(parsing: "{stem}-{width}x{height}.{ext}")
        let numbered = try NameTemplate(parsing: "{stem}-{width}x{height}-{index}.{ext}")
        var used: Set<String> = []
        names = answer.files.enumerated().map { index, file in
            let values = NameValues(
                stem: answer.stem, dir: "", hash: "", size: file.facts.size, fit: .fit, format: file.facts.format,
                quality: nil, index: index + 1)
            let name = plain.path(for: values)
            return used.insert(name).inserted ? name : numbered.path(for: values)
        }
    }

    subscript(index: Int) -> String { names[index] }
}
