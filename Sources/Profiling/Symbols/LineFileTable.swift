/// The file names in the header of a line table. Source: DWARF 5, section 6.2.4; DWARF 4, section 6.2.4.
struct LineFileTable {
    let version: Int
    /// Where the directories begin.
    let cursor: ByteCursor
    let lineStrings: Int
    let strings: Int

    /// Paths by the number that the line program uses.
    func names() -> [Int: String] {
        var cursor = cursor
        return version >= 5 ? described(&cursor) : listed(&cursor)
    }

    private struct Entry {
        var name = ""
        var folder = 0
    }

    /// DWARF 5: each list describes the format of its entries.
    private func described(_ cursor: inout ByteCursor) -> [Int: String] {
        let folders = entries(&cursor).map(\.name)
        let root = folders.first ?? ""
        var names: [Int: String] = [:]
        for (index, entry) in entries(&cursor).enumerated() {
            let folder = entry.folder < folders.count ? folders[entry.folder] : ""
            let full = folder.hasPrefix("/") || entry.folder == 0 ? folder : root + "/" + folder
            names[index] = Self.path(entry.name, in: full)
        }
        return names
    }

    private func entries(_ cursor: inout ByteCursor) -> [Entry] {
        let format = (0..<cursor.u8()).map { _ in (kind: cursor.unsigned(), form: cursor.unsigned()) }
        let count = min(cursor.unsigned(), 1 << 16)
        var entries: [Entry] = []
        for _ in 0..<count {
            var entry = Entry()
            for (kind, form) in format {
                guard let value = value(of: form, &cursor) else { return entries }
                switch (kind, value) {
                case (1, .text(let text)): entry.name = text
                case (2, .number(let number)): entry.folder = number
                default: break
                }
            }
            entries.append(entry)
        }
        return entries
    }

    private enum Value {
        case text(String)
        case number(Int)
    }

    /// `nil` for a form that compilers do not use here: nothing after it can be read.
    private func value(of form: Int, _ cursor: inout ByteCursor) -> Value? {
        switch form {
        case 0x08: .text(cursor.string())
        case 0x1F: .text(cursor.file.string(at: lineStrings + cursor.u32()))
        case 0x0E: .text(cursor.file.string(at: strings + cursor.u32()))
        case 0x0B: .number(cursor.u8())
        case 0x05: .number(cursor.u16())
        case 0x06: .number(cursor.u32())
        case 0x0F: .number(cursor.unsigned())
        case 0x1E: skip(16, &cursor)
        default: nil
        }
    }

    private func skip(_ bytes: Int, _ cursor: inout ByteCursor) -> Value {
        cursor.offset += bytes
        return .number(0)
    }

    /// DWARF 4 and earlier: two lists, each terminated by an empty name.
    private func listed(_ cursor: inout ByteCursor) -> [Int: String] {
        var folders = [""]
        while case let folder = cursor.string(), !folder.isEmpty { folders.append(folder) }
        var names: [Int: String] = [:]
        var index = 1
        while case let name = cursor.string(), !name.isEmpty {
            let folder = cursor.unsigned()
            _ = (cursor.unsigned(), cursor.unsigned())
            names[index] = Self.path(name, in: folder < folders.count ? folders[folder] : "")
            index += 1
        }
        return names
    }

    private static func path(_ name: String, in folder: String) -> String {
        name.hasPrefix("/") || folder.isEmpty ? name : folder + "/" + name
    }
}
