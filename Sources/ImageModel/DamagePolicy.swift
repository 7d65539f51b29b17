/// What becomes of a source that is damaged or cut short.
package enum DamagePolicy: String, Sendable, Hashable, Codable, CaseIterable {
    /// What there is of it is shown, and it is said that it is damaged; only one of which nothing is there is refused.
    case show
    /// It is refused.
    case refuse
}
