import TestSupport
import Testing

/// Sends recorded URLs of imgproxy to the running service: what they should be answered comes from a reading of imgproxy's
/// documentation, and from other programs than ours.
@Suite(.computing, .timeLimit(.minutes(10))) struct ImgproxyReplayTests {
    /// Requests that are under way at once to one service.
    private static let lanes = 4

    @Test("the facts are there, and nearly all of them hold")
    func table() {
        #expect(ReplayRow.all.count >= 500)
        #expect(ReplayRow.all.count { !$0.differs.isEmpty } * 50 <= ReplayRow.all.count)
        // A thumbnail tells pictures apart; a row without one only tells sizes and formats.
        #expect(ReplayRow.all.count { !$0.thumbnails.isEmpty } >= 400)
    }

    @Test(
        "URLs are answered as imgproxy's documentation has it, but for those that say why not",
        arguments: ReplayGroup.all)
    func replay(group: ReplayGroup) async throws {
        try await ReplayService.with(group.settings) { service in
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for lane in 0..<min(Self.lanes, group.rows.count) {
                    tasks.addTask {
                        for index in stride(from: lane, to: group.rows.count, by: Self.lanes) {
                            try await Self.check(group.rows[index], with: service)
                        }
                    }
                }
                try await tasks.waitForAll()
            }
        }
    }

    private static func check(_ row: ReplayRow, with service: ReplayService) async throws {
        let answer = try await service.answer(to: row.path, accept: row.accept)
        let found: [String]
        do { found = try answer.disagreements(with: row) } catch { found = ["\(error)"] }
        if row.differs.isEmpty {
            #expect(found.isEmpty, "\(row.path) \(row.accept): \(found.joined(separator: "; "))")
        } else {
            #expect(!found.isEmpty, "\(row.path) agrees by now, and need not say: \(row.differs)")
        }
    }
}
