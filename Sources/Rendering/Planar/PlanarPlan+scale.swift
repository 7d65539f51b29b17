import Codecs
import Foundation
import ImageModel

extension PlanarPlan {
    /// Samples that are decoded for one of the largest picture, a side.
    static let oversampling = ProcessInfo.processInfo.environment["OVER"].flatMap { Double($0) } ?? 2.0

    /// How many samples of `plane` the pictures need, for each pixel of the source.
    func density(of plane: Int) -> PlaneDensity {
        var density = PlaneDensity(across: 0, down: 0)
        for stage in stages where stage.parent == nil {
            let (across, down) = stage.layout.factors(of: plane)
            density.across = max(
                density.across, Double(stage.scaled.width) / Double(crop.size.width) / Double(across))
            density.down = max(density.down, Double(stage.scaled.height) / Double(crop.size.height) / Double(down))
        }
        return PlaneDensity(
            across: min(1, density.across * Self.oversampling), down: min(1, density.down * Self.oversampling))
    }

    /// The same of all planes.
    var densities: [PlaneDensity] { (0..<layout.planes).map(density) }
}
