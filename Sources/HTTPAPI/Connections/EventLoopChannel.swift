import HummingbirdCore
import Logging
import NIOCore
import NIOHTTPTypesHTTP1
import Sources

/// A connection that is served on its event loop: what is read there is answered there, without a change of threads.
///
/// Swift's own executor would take every step of a request to a thread of its pool and back, a system call and a switch
/// each. So nothing that a connection's task does may block or compute for long: pictures are worked on by the render
/// pool, files are read and written by NIO's threads for that.
struct EventLoopChannel: ServerChildChannel {
    let base: HTTP1Channel

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        base.setup(channel: channel, logger: logger).flatMapThrowing { value in
            let pipeline = value.channel.pipeline.syncOperations
            let codec = try pipeline.handler(type: HTTP1ToHTTPServerCodec.self)
            try pipeline.addHandler(HostCheck(), position: .before(codec))
            return value
        }
    }

    @concurrent
    func handle(value: HTTP1Channel.Value, logger: Logger) async {
        await withTaskExecutorPreference(EventLoopExecutor(value.channel.eventLoop)) {
            await base.handle(value: value, logger: logger)
        }
    }
}
