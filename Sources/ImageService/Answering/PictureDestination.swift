import ImageModel

/// Where pictures go.
enum PictureDestination: Sendable, Hashable {
    /// To a client that requests them now, and learns what is wrong with their source.
    case answer
    /// Into a store, where nobody would notice.
    case store
}

extension ImageService {
    /// What becomes of a damaged source of pictures for `destination`: what the operator says; by default it is shown
    /// if the answer can say so, and not stored.
    func damagePolicy(for destination: PictureDestination) -> DamagePolicy {
        damage ?? (destination == .answer ? .show : .refuse)
    }
}

extension Asked {
    /// Batches store themselves what they make.
    var destination: PictureDestination { store != nil || priority == .batch ? .store : .answer }
}
