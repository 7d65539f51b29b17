import ImageModel

/// An option with its arguments, as used in a request.
struct OptionUse: Sendable {
    let option: URLOption
    /// The name that was used: the long one or an alias.
    let name: String
    let values: ArgumentValues
    /// Questionable arguments that were accepted anyway.
    let warnings: [String]

    /// Reads the texts of the arguments.
    ///
    /// - Throws: `proOnly`, `invalidArgument`; messages begin with the option's name.
    init(
        _ option: URLOption, name: String, texts: [String], origin: ArgumentText.Origin = .url
    ) throws(RequestError) {
        if case .proOnly = option.action {
            throw RequestError(
                .proOnly, "\(Excerpt(name)): is an option of imgproxy Pro that is not supported here: \(option.help)")
        }
        self.option = option
        self.name = name
        var values: [ArgumentValue?] = []
        var warnings: [String] = []
        do throws(RequestError) {
            // If the first argument is not supported, that says more than the wrong number of arguments.
            if let first = texts.first { _ = try Self.value(first, of: option.argument(at: 0), in: option, origin) }
            try Self.check(count: texts.count, of: option)
            for (index, text) in texts.enumerated() {
                let argument = option.argument(at: index)
                values.append(try Self.value(text, of: argument, in: option, origin))
                if Self.isDoubtful(text, argument.kind) {
                    warnings.append(
                        "\(name): \(argument.name): \"\(Excerpt(text))\" is not a boolean and counts as false")
                }
            }
        } catch {
            throw error.at(name)
        }
        self.values = ArgumentValues(values, origin: origin)
        self.warnings = warnings
    }

    /// Changes `draft` as the option requires; the options of presets are not applied here.
    ///
    /// - Throws: `invalidArgument`, `proOnly`; messages begin with the option's name.
    func apply(to draft: inout RequestDraft) throws(RequestError) {
        guard case .apply(let apply) = option.action else { return }
        do throws(RequestError) { try apply(values, &draft) } catch { throw error.at(name) }
        draft.warnings += warnings
        if option.group == .request || option.group == .limits { draft.requestOptions.append(option.name) }
    }

    private static func check(count: Int, of option: URLOption) throws(RequestError) {
        guard count <= option.maximumArguments else {
            throw RequestError(
                .invalidArgument, "too many arguments: expected at most \(option.maximumArguments), got \(count)")
        }
        let extra = count - option.arguments.count
        guard option.repeated.count < 2 || extra <= 0 || extra.isMultiple(of: option.repeated.count) else {
            let names = option.repeated.map(\.name).joined(separator: ", ")
            throw RequestError(.invalidArgument, "expected groups of \(names), got \(extra) arguments for them")
        }
    }

    private static func value(
        _ text: String, of argument: OptionArgument, in option: URLOption, _ origin: ArgumentText.Origin
    ) throws(RequestError) -> ArgumentValue? {
        guard !text.isEmpty || !(option.skipsEmpty || argument.takesEmpty || argument.skipsEmpty)
        else { return nil }
        // An empty boolean is not a valid boolean, and so counts as false.
        do throws(RequestError) { return try ArgumentText(text: text, origin: origin).value(as: argument.kind) } catch {
            guard argument.name != option.name else { throw error }
            throw error.at(argument.name)
        }
    }

    private static func isDoubtful(_ text: String, _ kind: ArgumentKind) -> Bool {
        kind == .boolean && !text.isEmpty && !ArgumentText.isFalse(text) && !ArgumentText.isTrue(text)
    }
}
