package import Settings

extension SizeListGrammar {
    /// The grammar with the size lists of the settings.
    ///
    /// - Throws: `SettingsError`, naming the list and what is wrong with it.
    package init(reading settings: SettingsReader) throws(SettingsError) {
        settings.group("Requests")
        let key = "size-lists"
        let texts = try settings.dictionary(
            key, valueName: "NAME=SIZES",
            help: "Named size lists for requests, such as avatar=64,128x128:fill@webp.")
        do throws(RequestError) {
            try self.init(parsing: texts)
        } catch {
            throw settings.rejection(of: key, error.message, cause: error)
        }
    }
}
