/// The first function of the program's own code in a stack: past allocators, libraries and the standard library's
/// generics.
enum AllocationSite {
    /// `function (file:line)` of the first own function, or the leaf's name if there is none.
    static func text(of stack: [Int], in profile: Profile) -> String {
        let program = profile.mappings.first?.file
        for index in stack {
            let location = profile.locations[index]
            guard location.mapping.map({ profile.mappings[$0].file }) == program, let line = location.lines.first
            else { continue }
            let function = profile.functions[line.function]
            // Generic code of the standard library is compiled into the program; its lines belong to the compiler.
            guard line.line > 0, function.file.hasPrefix("/"), !function.file.contains("/.build/"),
                !function.file.hasPrefix("/<"), !isStandardLibrary(function)
            else { continue }
            return "\(function.name) (\(base(function.file)):\(line.line))"
        }
        return profile.names(of: stack).first ?? "unknown"
    }

    /// The linker's name of a function contains its module: `$sS` begins those of the standard library and its types.
    private static func isStandardLibrary(_ function: Profile.Function) -> Bool {
        ["$sS", "$ss", "swift_"].contains { function.systemName.hasPrefix($0) }
    }

    private static func base(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }
}
