/// Sees what is fetched, for tests and for leaks that are planted to be found; nothing of the service depends on it.
package enum FetchObserver {
    /// Called with each source that a task below has fetched; `nil`, as a rule: nobody looks.
    @TaskLocal package static var current: (@Sendable (FetchedSource) -> Void)?
}
