import Foundation
import ImageService
import Testing

@testable import HTTPAPI
@testable import Profiling

@Suite(.timeLimit(.minutes(10))) struct SchedulerTraceTests {
    @Test("a line says what the groups of threads did, and with detail each thread and request")
    func line() async throws {
        try await withServer { server in
            let tools = DebugTools()
            let account = RequestAccount()
            account.enter(.queue)
            let ticket = tools.registry.register(
                RequestRegistry.Entry(id: "r1", method: "GET", route: "image", start: .now, account: account))
            let activity = ThreadActivity(threads: [
                thread(1, "render-0", "render", "R", 40), thread(2, "render-1", "render", "S", 2),
                thread(3, "NIO-ELT-0", "loops", "S", 1),
            ])
            let trace = SchedulerTrace(service: server.service, tools: tools, interval: .seconds(1), hasDetail: true)
            let text = trace.text(activity, since: .now)
            withExtendedLifetime(ticket) {}
            #expect(
                text.hasPrefix("SCHED 0ms: threads=3 loops[n=1 run=0 cpu=1% wait=0% sw=0] render[n=2 run=1 cpu=42% "))
            #expect(text.contains("render=0/2 waiting=0") && text.contains("requests=1") && text.contains(" rss="))
            #expect(text.contains("\n  T1: render-0 state=R") && text.contains("\n  Rr1: image stage=queue"))
        }
    }

    @Test(
        "a thread's name says its group",
        arguments: [
            ("NIO-ELT-0", "loops"), ("render-3", "render"), ("batch-0", "batch"), ("jemalloc_bg_thd", "allocator"),
            ("pool-1", "libvips"), ("stillwater", "other"),
        ])
    func group(name: String, group: String) {
        #expect(SchedulerTrace.group(name) == group)
    }

    private func thread(
        _ id: Int, _ name: String, _ group: String, _ state: String, _ cpu: Double
    ) -> ThreadActivity.Thread {
        ThreadActivity.Thread(
            id: id, name: name, group: group, state: state, cpuPercent: cpu, waitPercent: 0, switches: 0)
    }
}
