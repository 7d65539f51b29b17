import ImageModel
import ImageService
import Storage
import UnixSignals
import Waiting

/// One run of `render`: a bounded number of sources at the same time, with results shown as they arrive.
struct RenderCommandRun: Sendable {
    let service: ImageService
    let arguments: [String]
    let renditions: [Rendition]
    let template: NameTemplate
    let outputFolder: String
    let style: ProgressDisplay.Style

    private enum Event: Sendable {
        case ended(SourceOutcome)
        case counted(Int)
        case tick
    }

    /// Runs until every source has ended, or SIGINT or SIGTERM arrives; returns whether everything was made.
    func untilDoneOrInterrupted() async -> Bool {
        // Trapped before anything begins: until then, a signal ends the process at once.
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        return await withTaskGroup(of: Bool?.self) { group in
            group.addTask { await run() }
            group.addTask {
                for await _ in signals { return nil }
                return nil
            }
            // If a signal comes first, the run is cancelled, finishes what is being written, and prints the summary.
            let first = await group.next() ?? nil
            group.cancelAll()
            if let first { return first }
            _ = await group.next()
            return false
        }
    }

    private func run() async -> Bool {
        let start = ContinuousClock.now
        var meter = ProgressMeter(start: start)
        var summary = RenderSummary()
        var display = ProgressDisplay(
            style: style, columns: { Terminal.standardError.columns }, write: { Terminal.standardError.write($0) })
        var isWritten = true
        await withTaskGroup(of: Event.self) { group in
            var walk = SourceWalk(arguments, outputFolder: outputFolder)
            let claims = OutputClaims()
            func startNext() {
                guard !Task.isCancelled, let item = walk.next() else { return }
                group.addTask { .ended(await outcome(of: item, claims)) }
            }
            group.addTask { count() }
            if style == .redrawn { group.addTask { await tick() } }
            for _ in 0..<(service.renderThreads * 2) { startNext() }
            while let event = await group.next() {
                switch event {
                case .ended(let outcome):
                    meter.add(outcome, at: .now)
                    summary.add(outcome)
                    isWritten = report(outcome) && isWritten
                    display.show(outcome, meter, at: .now)
                    startNext()
                case .counted(let total):
                    meter.total = total
                case .tick:
                    display.refresh(meter, at: .now)
                    if meter.total != meter.done, !Task.isCancelled { group.addTask { await tick() } }
                }
            }
        }
        display.close()
        isWritten = conclude(summary, elapsed: .now - start) && isWritten
        return summary.isComplete && !Task.isCancelled && isWritten
    }

    private func tick() async -> Event {
        // Ends early only if the run is cancelled.
        _ = await hasPassed(.milliseconds(200))
        return .tick
    }

    /// Counts the sources: a second walk in parallel with the first, for the progress bar.
    private func count() -> Event {
        guard style == .redrawn else { return .counted(0) }
        var count = 0
        for _ in SourceWalk(arguments, outputFolder: outputFolder) where !Task.isCancelled { count += 1 }
        return .counted(count)
    }

    private func outcome(of item: SourceWalk.Item, _ claims: OutputClaims) async -> SourceOutcome {
        let start = ContinuousClock.now
        let account = RequestAccount()
        var asked = Asked(
            source: item.source, renditions: renditions, store: template, directory: item.directory, claims: claims)
        // No client is waiting on a connection: requests may take their time.
        asked.priority = .batch
        do throws(ServiceError) {
            let answer = try await account.during { [asked] () async throws(ServiceError) in
                try await service.answer(asked)
            }
            let outputs = answer.files.compactMap(\.stored).map { file in
                StoredFile(path: "\(outputFolder)/\(file.path)", facts: file.facts)
            }
            return SourceOutcome(
                source: item.name, bytesIn: answer.basis.sourceBytes ?? 0, elapsed: .now - start, outputs: outputs)
        } catch {
            return SourceOutcome(
                source: item.name, bytesIn: account.facts.bytesIn, elapsed: .now - start, outputs: [],
                failure: .init(code: error.name, reason: error.message))
        }
    }

    private func report(_ outcome: SourceOutcome) -> Bool {
        guard style == .silent else { return true }
        return printLine { try JSONLine.text(outcome) }
    }

    private func conclude(_ summary: RenderSummary, elapsed: Duration) -> Bool {
        guard style != .silent else { return printLine { try JSONLine.text(summary, elapsed: elapsed) } }
        return Terminal.standardOutput.write(summary.text(elapsed: elapsed))
    }

    private func printLine(_ text: () throws -> String) -> Bool {
        do { return Terminal.standardOutput.write(try text()) } catch { return false }
    }
}
