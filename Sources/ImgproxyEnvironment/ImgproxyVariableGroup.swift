/// Variables that belong together.
package struct ImgproxyVariableGroup: Sendable {
    package let heading: String
    package let variables: [ImgproxyVariable]

    /// All groups, in the order of the documentation. If two variables have the same setting, the first one wins.
    package static let all = [
        serving, sources, objectStores, security, urls, outputs, processing, responses, observation, environmentLoaders,
        commercial, removed,
    ]
}
