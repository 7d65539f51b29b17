import Foundation
import TestSupport
import Testing

@testable import HTTPAPI

@Suite(.timeLimit(.minutes(10))) struct StatusRouteTests {
    private struct Status: Decodable {
        struct Requests: Decodable {
            var waitingForThread: Int
            var renderThreads: Int
        }

        struct Memory: Decodable {
            var limitBytes: Int
            var heldBytes: Int
            var peakHeldBytes: Int
            var fetchedBytes: Int
            var fetchedCapacityBytes: Int
        }

        struct Pixels: Decodable {
            var library: String
            var peakBytes: Int
        }

        struct Workers: Decodable {
            var running: Int
            var started: Int
            var slots: Slots
            var ended: [String: Int]

            struct Slots: Decodable {
                var limit: Int
                var used: Int
                var waiting: Int
            }
        }

        struct Connections: Decodable {
            var limit: Int
            var open: Int
            var placed: Int
            var refused: Int
        }

        var connections: Connections
        var adminConnections: Connections

        var workers: Workers
        var requests: Requests
        var memory: Memory
        var pixels: Pixels
    }

    @Test("the admin listener tells what requests hold and held")
    func status() async throws {
        try await withServer { server in
            _ = try await server.post(json: #"{"source": "\#(TestServer.lake)", "sizes": [100], "format": "png"}"#)
            try await eventually { server.heldBytes == 0 }
            let answer = try await server.get("\(server.adminURL)/status")
            #expect(answer.status == 200)
            let status = try JSONDecoder().decode(Status.self, from: Data(answer.body))
            #expect(status.memory.heldBytes == 0)
            #expect(status.memory.peakHeldBytes > 28_075)
            #expect(status.memory.limitBytes > status.memory.peakHeldBytes)
            #expect(status.memory.fetchedBytes == 28_075)
            #expect((28_075...28_075 * 10 / 9).contains(status.memory.fetchedCapacityBytes))
            #expect(status.requests.waitingForThread == 0)
            #expect(status.requests.renderThreads == 2)
            #expect(status.pixels.library.hasPrefix("libvips 8."))
            #expect(status.pixels.peakBytes > 0)
            #expect(status.workers.running == 0)
            #expect(status.workers.started == 0)
            #expect(status.workers.slots.limit >= 2)
            #expect(status.workers.slots.used == 0 && status.workers.slots.waiting == 0)
            #expect(status.connections.limit == 1024)
            #expect(status.connections.placed <= status.connections.open)
            #expect(status.adminConnections.limit == 32)
            #expect(status.adminConnections.open >= 1)
            #expect(status.adminConnections.refused == 0)
            let causes: Set = ["spent", "unused", "crashed", "forbidden", "overdue", "malformed", "cancelled"]
            #expect(Set(status.workers.ended.keys) == causes)
        }
    }

    @Test("the service's listener does not tell it")
    func notPublic() async throws {
        try await withServer { server in
            let (status, renditions) = (
                try await server.get("\(server.url)/status"), try await server.get("\(server.adminURL)/v1/renditions")
            )
            #expect(status.status == 404)
            #expect(renditions.status == 404)
        }
    }
}
