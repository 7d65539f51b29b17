/// Sees what is fetched, for tests and for planted leaks; nothing in the service depends on it.
package enum FetchObserver {
    /// Called with each source that this task or its children have fetched; normally `nil`.
    @TaskLocal package static var current: (@Sendable (FetchedSource) -> Void)?
}
