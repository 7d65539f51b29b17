import Settings

/// What imgproxy's variables mean here, so far.
struct Translation {
    private static let standardSeparator = ","
    private static let standardHeadersSeparator = "\\;"

    private let presetsSeparator: String
    private let headersSeparator: String
    private let forbidsRemoved: Bool
    /// By key.
    var settings: [String: String] = [:]
    private(set) var notices: [String] = []
    /// Settings whose own default stays, as no limit was wanted.
    private(set) var unlimited: [String] = []

    init(_ given: [String: String]) {
        presetsSeparator = given[ImgproxyVariable.prefix + "PRESETS_SEPARATOR"] ?? Self.standardSeparator
        headersSeparator =
            given[ImgproxyVariable.prefix + "CUSTOM_HEADERS_SEPARATOR"] ?? Self.standardHeadersSeparator
        forbidsRemoved = ImgproxyEnvironment.variables.contains { variable in
            guard case .forbidsRemoved = variable.use, let text = given[variable.name] else { return false }
            return ValueConversion.isTrue(text) == true
        }
    }

    /// Adds what `variable` means with the value `text`.
    ///
    /// - Throws: `invalidValue`.
    mutating func add(_ variable: ImgproxyVariable, _ text: String) throws(SettingsError) {
        switch variable.use {
        case .partOf, .file: break
        case .forbidsRemoved: _ = try boolean(variable, text)
        case .accepted(let reason): notices.append("\(variable.name) has no effect here: \(reason)")
        case .removed:
            guard !forbidsRemoved else {
                throw SettingsError(.invalidValue, "\(variable.name): imgproxy 4 no longer has this variable")
            }
            notices.append("\(variable.name) has no effect here: imgproxy 4 no longer has it.")
        case .unsupported(let off, let reason):
            guard !off.contains(text.lowercased()) else { return }
            notices.append("\(variable.name) has no effect here: \(reason)")
        case .refused(let reason): throw SettingsError(.invalidValue, "\(variable.name) cannot be used: \(reason)")
        case .raises(let raised):
            if try boolean(variable, text) { settings.merge(raised) { own, _ in own } }
        case .used(let key, let conversion): try set(key, by: conversion, variable, text)
        }
    }

    private mutating func set(
        _ key: String, by conversion: ValueConversion, _ variable: ImgproxyVariable, _ text: String
    ) throws(SettingsError) {
        let separator = conversion == .headers ? headersSeparator : presetsSeparator
        switch conversion.outcome(of: text, separator: separator) {
        case .value(let value): if settings[key] == nil { settings[key] = value }
        case .nothing: break
        case .standard:
            unlimited.append(key)
            notices.append("\(variable.name) is 0 (no limit), which is not supported: \(key) keeps its default")
        case .invalid: throw Self.mismatch(variable, conversion)
        }
    }

    private func boolean(_ variable: ImgproxyVariable, _ text: String) throws(SettingsError) -> Bool {
        guard let flag = ValueConversion.isTrue(text) else { throw Self.mismatch(variable, .boolean) }
        return flag
    }

    private static func mismatch(_ variable: ImgproxyVariable, _ conversion: ValueConversion) -> SettingsError {
        SettingsError(.invalidValue, "\(variable.name): expected \(conversion.expectation)")
    }
}
