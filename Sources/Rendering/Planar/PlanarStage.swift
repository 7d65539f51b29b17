import Codecs
import ImageModel
import Profiling

/// A picture of a `PlanarPlan` while it is made: rows come in from its parent and go on to its children and its files.
///
/// A class because the tree is walked from several sides; it stays on the render's thread.
final class PlanarStage {
    let plan: PlanarStagePlan
    private(set) var planes: [PlaneRows] = []
    private let resamplers: [PlaneResampler]
    private let children: [PlanarStage]
    /// What takes rows as they come; without one the picture stays whole.
    let sink: (any PlaneSink)?
    /// What looks at colours that may be too fine for the stage's layout.
    let probe: ColourProbe?

    /// Rows that are kept beside a child's window, so that planes of different height keep in step.
    private static let slack = 64

    init(
        _ plan: PlanarStagePlan, resamplers: [PlaneResampler], children: [PlanarStage], sink: (any PlaneSink)?,
        probe: ColourProbe?
    ) {
        self.plan = plan
        self.resamplers = resamplers
        self.children = children
        self.sink = sink
        self.probe = probe
        planes = (0..<plan.layout.planes).map { plane in
            let window = children.map { $0.resamplers[plane].window }.max() ?? 0
            let size = plan.size(of: plane)
            return PlaneRows(
                size: size, writtenWidth: size.width + 16, keeping: sink == nil ? .max / 4 : window + Self.slack)
        }
    }

    /// Whether all of its rows are made.
    var isComplete: Bool { planes.allSatisfy { $0.ready == $0.size.height } }

    /// The most rows of plane `plane` that a row of this picture looks at.
    func window(of plane: Int) -> Int { resamplers[plane].window }

    /// The first row of the parent's `plane` that is still needed.
    func firstNeeded(of plane: Int) -> Int {
        let rows = planes[plane]
        return rows.ready < rows.size.height ? resamplers[plane].firstRow(for: rows.ready) : .max
    }

    /// Makes and hands on whatever the rows of `source` allow; returns whether that was anything.
    func advance(from source: [PlaneRows], _ clock: StageClock) throws(CodecError) -> Bool {
        var isAny = false
        while true {
            var moved = makeRows(from: source, clock)
            for child in children { moved = try child.advance(from: planes, clock) || moved }
            if let sink {
                let span = clock.begin(.encode)
                moved = try sink.write(planes) || moved
                clock.end(span)
            }
            guard moved else { return isAny }
            isAny = true
        }
    }

    private func makeRows(from source: [PlaneRows], _ clock: StageClock) -> Bool {
        let span = clock.begin(.resize)
        var isAny = false
        for (index, rows) in planes.enumerated() {
            let resampler = resamplers[index]
            let end = min(rows.size.height, firstNeededBelow(of: index) + rows.capacity)
            while rows.ready < end, resampler.lastRow(for: rows.ready) < source[index].ready {
                if index > 0, let probe { probe.look(at: rows.ready, of: index, in: source[index]) }
                resampler.makeRow(of: rows, from: source[index])
                isAny = true
            }
        }
        clock.end(span)
        return isAny
    }

    /// The first own row of `plane` that somebody still needs.
    private func firstNeededBelow(of plane: Int) -> Int {
        let limit = planes[plane].size.height
        let wanted = children.map { $0.firstNeeded(of: plane) } + (sink.map { [$0.firstNeeded(of: plane)] } ?? [])
        return min(wanted.min() ?? limit, limit)
    }
}
