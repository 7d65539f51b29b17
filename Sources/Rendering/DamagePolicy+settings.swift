package import ImageModel
package import Settings

extension DamagePolicy {
    /// What the settings say; `nil` where they leave it to where the pictures go.
    ///
    /// - Throws: `SettingsError`, naming the setting.
    package static func policy(reading settings: SettingsReader) throws(SettingsError) -> DamagePolicy? {
        settings.group("Images")
        return try settings.optional(
            "damaged-sources", .choice,
            unset: "show in what is answered at once, which says so; refuse for render, batches and stores",
            help:
                "Sources that are damaged or cut short: what there is of them is shown, with the rest in grey or black "
                + "and a remark in the answer, or they are refused.")
    }
}
