internal import CVipsShim
package import ImageModel

/// Frames of one size that become an animation; released with the stack.
@safe package struct FrameStack: ~Copyable {
    private var handles: [OpaquePointer] = unsafe []

    package init() {}

    deinit {
        unsafe handles.forEach { unsafe sw_image_release($0) }
    }

    package var count: Int { unsafe handles.count }

    /// Takes the next frame, in memory.
    package mutating func append(_ frame: consuming Image) {
        unsafe handles.append(frame.takeHandle())
    }

    /// The last frame once more; memory is shared.
    mutating func appendLast() {
        guard let last = unsafe handles.last else { return }
        unsafe sw_image_retain(last)
        unsafe handles.append(last)
    }

    /// The one frame, or all of them one above another with what `animation` says. Pixels are shared with the stack.
    ///
    /// - Throws: `operationFailed`, also for an empty stack or frames of different size.
    package func joined(as animation: Animation) throws(CodecError) -> Image {
        let handles = unsafe self.handles
        let stacked = try Image.made(.operationFailed) { out in
            unsafe handles.withUnsafeBufferPointer { buffer in
                guard let base = buffer.baseAddress else { return -1 }
                return unsafe sw_stack(base, Int32(buffer.count), out)
            }
        }
        guard unsafe handles.count > 1 else { return stacked }
        let delays = animation.delays.prefix(unsafe handles.count).map { Int32(clamping: $0) }
        let frameHeight = unsafe Int32(stacked.size.height / handles.count)
        let stackedHandle = unsafe stacked.handle
        return try Image.made(.operationFailed) { out in
            unsafe delays.withUnsafeBufferPointer { delays in
                unsafe sw_as_animation(
                    stackedHandle, frameHeight, delays.baseAddress, Int32(delays.count),
                    Int32(clamping: animation.repetitions), out)
            }
        }
    }
}
