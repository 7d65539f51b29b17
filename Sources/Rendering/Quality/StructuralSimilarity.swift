import Foundation

/// The mean structural similarity of two planes (see `Dissimilarity` for the source).
enum StructuralSimilarity {
    private static let steadyMean: Float = 6.5025  // (0.01 · 255)²
    private static let steadyVariance: Float = 58.5225  // (0.03 · 255)²

    /// SSIM averaged over all windows, -1…1; planes have one size. Where a side is shorter than the window, the window is
    /// as short.
    static func mean(_ one: Plane, _ other: Plane) -> Double {
        let window = SlidingWindow(width: one.width, height: one.height)
        let means = (window.average(one.samples), window.average(other.samples))
        let squares = (window.average(product(one, one)), window.average(product(other, other)))
        let products = window.average(product(one, other))
        var sum = 0.0
        for index in products.indices {
            sum += similarity(
                means.0[index], means.1[index], squares.0[index], squares.1[index], products[index])
        }
        return sum / Double(products.count)
    }

    private static func product(_ one: Plane, _ other: Plane) -> [Float] {
        var product = one.samples
        for index in product.indices { product[index] *= other.samples[index] }
        return product
    }

    private static func similarity(
        _ mean1: Float, _ mean2: Float, _ square1: Float, _ square2: Float, _ product: Float
    ) -> Double {
        let variance1 = square1 - mean1 * mean1
        let variance2 = square2 - mean2 * mean2
        let covariance = product - mean1 * mean2
        let numerator = (2 * mean1 * mean2 + steadyMean) * (2 * covariance + steadyVariance)
        let denominator = (mean1 * mean1 + mean2 * mean2 + steadyMean) * (variance1 + variance2 + steadyVariance)
        return Double(numerator / denominator)
    }
}

/// Averages under a bell that slides over a plane without leaving it.
struct SlidingWindow {
    private static let size = 11
    private static let sigma = 1.5

    private let width: Int
    private let height: Int
    private let across: [Float]
    private let down: [Float]

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        across = Self.weights(min(Self.size, width))
        down = Self.weights(min(Self.size, height))
    }

    /// One average for each place of the window, row by row.
    func average(_ samples: [Float]) -> [Float] {
        let columns = width - across.count + 1
        let rows = height - down.count + 1
        var narrow = [Float](repeating: 0, count: columns * height)
        for row in 0..<height {
            for (step, weight) in across.enumerated() {
                let source = row * width + step
                for column in 0..<columns { narrow[row * columns + column] += weight * samples[source + column] }
            }
        }
        var averages = [Float](repeating: 0, count: columns * rows)
        for row in 0..<rows {
            for (step, weight) in down.enumerated() {
                let source = (row + step) * columns
                for column in 0..<columns { averages[row * columns + column] += weight * narrow[source + column] }
            }
        }
        return averages
    }

    private static func weights(_ count: Int) -> [Float] {
        let middle = Double(count - 1) / 2
        let bell = (0..<count).map { exp(-pow(Double($0) - middle, 2) / (2 * sigma * sigma)) }
        let sum = bell.reduce(0, +)
        return bell.map { Float($0 / sum) }
    }
}
