import ImageModel

/// Where pictures go.
enum PictureDestination: Sendable, Hashable {
    /// To somebody who asks for them now, and learns what is wrong with their source.
    case answer
    /// Into a store, where nobody would notice.
    case store
}

extension ImageService {
    /// What becomes of a damaged source of pictures for `destination`: what the operator says; otherwise it is shown
    /// where the answer can say so, and not stored.
    func damagePolicy(for destination: PictureDestination) -> DamagePolicy {
        damage ?? (destination == .answer ? .show : .refuse)
    }
}

extension Asked {
    /// What batches make, they store themselves.
    var destination: PictureDestination { store != nil || priority == .batch ? .store : .answer }
}
