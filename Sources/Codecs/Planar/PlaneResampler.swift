internal import CResampler
package import ImageModel

/// Makes the rows of one plane out of those of another.
@safe package final class PlaneResampler {
    /// One direction: target sample i covers start + i·step … start + (i+1)·step of the source's samples.
    package struct Axis: Sendable, Hashable {
        package var start: Double
        /// Above 0.
        package var step: Double
        /// The samples that are looked at; others repeat the nearest of them. `nil` is all.
        package var limits: Range<Int>?

        package init(start: Double, step: Double, limits: Range<Int>? = nil) {
            self.start = start
            self.step = step
            self.limits = limits
        }
    }

    private let handle: OpaquePointer

    /// A resampler that also brings samples to other `levels`; `loops` is for tests.
    ///
    /// - Throws: `operationFailed` without memory, or for sides past 65,535.
    package init(
        from source: PixelSize, to target: PixelSize, across: Axis, down: Axis, _ resampling: Resampling,
        levels: SampleRange.Levels = .same, loops: PlaneLoops = .fastest
    ) throws(CodecError) {
        let handle = unsafe sr_create(
            SRAxis(source: source.width, target: target.width, axis: across),
            SRAxis(source: source.height, target: target.height, axis: down),
            resampling.planeKernel, SRLevels(scale: levels.scale, offset: levels.offset),
            loops == .plain ? SR_LOOPS_PLAIN : SR_LOOPS_FASTEST)
        guard let handle = unsafe handle else {
            throw CodecError(.operationFailed, detail: "a plane of \(source) can't become one of \(target)")
        }
        unsafe self.handle = handle
    }

    deinit { unsafe sr_release(handle) }

    /// The first source row that target row `row` looks at.
    package func firstRow(for row: Int) -> Int { Int(unsafe sr_first_row(handle, Int32(row))) }

    /// The last source row that target row `row` looks at.
    package func lastRow(for row: Int) -> Int { Int(unsafe sr_last_row(handle, Int32(row))) }

    /// The most source rows that a target row looks at.
    package var window: Int { Int(unsafe sr_window(handle)) }

    /// The next row of `target`, whose source rows are ready.
    package func makeRow(of target: PlaneRows, from source: PlaneRows) {
        unsafe sr_make_row(
            handle, source.base, source.stride, source.mask, Int32(target.ready), target.row(target.ready))
        target.ready += 1
    }
}

extension SRAxis {
    fileprivate init(source: Int, target: Int, axis: PlaneResampler.Axis) {
        let limits = (axis.limits ?? 0..<source).clamped(to: 0..<source)
        self.init(
            source: Int32(clamping: source), from: Int32(clamping: limits.lowerBound),
            to: Int32(clamping: limits.upperBound), target: Int32(clamping: target), start: axis.start,
            step: axis.step)
    }
}

extension Resampling {
    fileprivate var planeKernel: SRKernel {
        switch self {
        // Planes are not resampled by the nearest sample: `RenderPlan` takes libvips for that.
        case .nearest, .linear: SR_KERNEL_LINEAR
        case .cubic: SR_KERNEL_CUBIC
        case .lanczos2: SR_KERNEL_LANCZOS2
        case .lanczos3: SR_KERNEL_LANCZOS3
        }
    }
}
