extension ObjectStore {
    /// What `read` answers to `wish`. Where its range is of another version, all of the object: stores have no `If-Range`, and
    /// refuse an `If-Match` instead.
    func answer(
        to wish: ObjectWish, _ read: (ObjectWish) async throws(ObjectStoreError) -> ObjectAnswer
    ) async throws(ObjectStoreError) -> ObjectAnswer {
        do throws(ObjectStoreError) {
            return try await read(wish)
        } catch {
            guard error.code == .preconditionFailed, wish.rangeValidator != nil else { throw error }
            var whole = wish
            (whole.range, whole.rangeValidator) = (nil, nil)
            return try await read(whole)
        }
    }
}
