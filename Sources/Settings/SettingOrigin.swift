/// Where a setting's value was found.
package enum SettingOrigin: Sendable, Hashable, CustomStringConvertible {
    /// The default in the code.
    case standard
    /// A line of the settings file, counted from 1.
    case file(name: String, line: Int?)
    case environment(variable: String)
    /// A command line flag, with its dashes.
    case flag(String)

    package var description: String {
        switch self {
        case .standard: "default"
        case .file(let name, let line?): "\(name), line \(line)"
        case .file(let name, nil): name
        case .environment(let variable): variable
        case .flag(let flag): flag
        }
    }
}
