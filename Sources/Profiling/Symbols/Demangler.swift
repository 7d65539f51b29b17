import CSampler
import Glibc

/// Readable names of Swift and C++ symbols.
enum Demangler {
    /// `symbol` in readable form, without what only the compiler needs: specialisations, thunks, results.
    static func name(of symbol: String) -> String {
        guard let text = unsafe sampler_demangle(symbol) else { return symbol }
        defer { unsafe free(text) }
        return shortened(unsafe String(cString: text))
    }

    /// A demangled name without its specialisation and result type.
    static func shortened(_ name: String) -> String {
        var name = Substring(name)
        while let rest = withoutPrefix(name) ?? withoutSpecialisation(name) { name = rest }
        // `closure #1 (Int) -> Int in f() -> Int`: the result of a closure distinguishes it from others.
        guard let end = name.ranges(of: " in ").last?.upperBound else { return String(withoutResult(name)) }
        return String(name[..<end] + withoutResult(name[end...]))
    }

    private static let prefixes = ["merged ", "partial apply forwarder for ", "partial apply for "]
    private static let specialisations = [
        "generic specialization <", "generic partial specialization <", "function signature specialization <",
        "generic not re-abstracted specialization <", "specialized ",
    ]

    private static func withoutPrefix(_ name: Substring) -> Substring? {
        prefixes.first { name.hasPrefix($0) }.map { name.dropFirst($0.count) }
    }

    /// `generic specialization <Int> of f` without everything before `f`; `nil` if it has no such prefix.
    private static func withoutSpecialisation(_ name: Substring) -> Substring? {
        guard let prefix = specialisations.first(where: { name.hasPrefix($0) }) else { return nil }
        guard prefix.hasSuffix("<") else { return name.dropFirst(prefix.count) }
        var depth = 0
        var previous: Character = " "
        for index in name.indices {
            if name[index] == "<" { depth += 1 }
            if name[index] == ">", previous != "-" { depth -= 1 }
            previous = name[index]
            guard depth == 0, previous == ">" else { continue }
            let rest = name[name.index(after: index)...]
            return rest.hasPrefix(" of ") ? rest.dropFirst(4) : nil
        }
        return nil
    }

    /// Without the arrow after the last parameter, and what follows it.
    private static func withoutResult(_ name: Substring) -> Substring {
        var depth = 0
        var previous: Character = " "
        for index in name.indices {
            switch name[index] {
            case "(", "<", "[": depth += 1
            case ")", "]": depth -= 1
            case ">" where previous != "-": depth -= 1
            case ">" where depth == 0:
                let end = name[..<index].dropLast(2)
                return end.hasSuffix(" throws") ? end.dropLast(7) : end
            default: break
            }
            previous = name[index]
        }
        return name
    }
}
