import HummingbirdCore
import Logging
import NIOCore
import NIOHTTPTypesHTTP1
import Sources

/// A connection that is served on its event loop: requests are read and answered there, without changing threads.
///
/// Swift's own executor would move every step of a request to a thread of its pool and back, each time with a system
/// call and a switch. So a connection's task must not block or compute for long: the render pool works on pictures, and
/// NIO's file threads read and write files.
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
