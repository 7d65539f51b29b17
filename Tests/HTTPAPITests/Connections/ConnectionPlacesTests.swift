import TestSupport
import Testing

@testable import HTTPAPI

@Suite struct ConnectionPlacesTests {
    /// Places of which all are taken by connections with a request.
    private static func busy(_ limit: Int) -> (places: ConnectionPlaces, tickets: [Int]) {
        var places = ConnectionPlaces(limit: limit)
        let tickets = (0..<limit).map { _ in places.open().ticket }
        for ticket in tickets { _ = places.request(ticket, isHealthCheck: false) }
        return (places, tickets)
    }

    @Test("the connection that has been idle longest loses its place, and none that has a request")
    func replaced() {
        var (places, tickets) = Self.busy(4)
        for index in [2, 0, 3] { _ = places.rest(tickets[index]) }
        _ = places.request(tickets[0], isHealthCheck: false)
        _ = places.rest(tickets[0])
        for index in [2, 3, 0] {
            let new = places.open()
            let (verdict, replaced) = places.request(new.ticket, isHealthCheck: false)
            #expect(!new.hasPlace)
            #expect(verdict == .answer)
            #expect(replaced == tickets[index])
        }
        let (verdict, replaced) = places.request(places.open().ticket, isHealthCheck: false)
        #expect(verdict == .wait)
        #expect(replaced == nil)
    }

    @Test("a connection that is only open takes nobody's place")
    func silent() {
        var (places, tickets) = Self.busy(1)
        _ = places.rest(tickets[0])
        let silent = places.open()
        let (mayStay, admitted) = places.rest(silent.ticket)
        #expect(!silent.hasPlace)
        #expect(!mayStay)
        #expect(admitted == nil)
        #expect(places.gauges.idle == 1)
    }

    @Test("with many connections without a place, the oldest without a request are hurried, each once")
    func hurried() {
        var (places, _) = Self.busy(1)
        let standing = (0..<ConnectionPlaces.maximumStanding).map { _ in places.open() }
        #expect(standing.allSatisfy { $0.hurried == nil })
        _ = places.request(standing[0].ticket, isHealthCheck: true)
        _ = places.close(standing[2].ticket)
        let hurried = (0..<4).map { _ in places.open().hurried }
        #expect(hurried == [nil, nil, standing[1].ticket, standing[3].ticket])
    }

    @Test("a health check is answered without a place, and takes nobody's")
    func healthCheck() {
        var (places, tickets) = Self.busy(1)
        let besideBusy = places.request(places.open().ticket, isHealthCheck: true)
        #expect(besideBusy.verdict == .answerAndClose)
        _ = places.rest(tickets[0])
        let besideIdle = places.request(places.open().ticket, isHealthCheck: true)
        #expect(besideIdle.verdict == .answerAndClose)
        #expect(besideIdle.replaced == nil)
        _ = places.close(tickets[0])
        let alone = places.request(places.open().ticket, isHealthCheck: true)
        #expect(alone.verdict == .answer)
    }

    @Test("requests wait in order, for places of connections that rest or are closed; more are refused")
    func waiting() {
        var (places, tickets) = Self.busy(2)
        let waiting = (0..<ConnectionPlaces.maximumWaiting).map { _ in places.open().ticket }
        let verdicts = waiting.map { places.request($0, isHealthCheck: false).verdict }
        #expect(Set(verdicts) == [.wait])
        #expect(places.isCrowded)
        let refused = places.request(places.open().ticket, isHealthCheck: false)
        #expect(refused.verdict == .refuse)
        let resting = places.rest(tickets[0])
        #expect(!resting.mayStay)
        #expect(resting.admitted == waiting[0])
        let closed = [tickets[0], waiting[1], tickets[1]].map { places.close($0) }
        #expect(closed == [nil, nil, waiting[2]])
        let given = [waiting[3], waiting[2]].map { places.giveUp($0) }
        #expect(given == [true, false])
        let next = places.rest(waiting[0])
        #expect(next.admitted == waiting[4])
    }

    @Test("a connection of whose next request something is here keeps its place")
    func resumed() {
        var (places, tickets) = Self.busy(1)
        _ = places.rest(tickets[0])
        let hasPlace = places.resume(tickets[0])
        let (verdict, _) = places.request(places.open().ticket, isHealthCheck: false)
        #expect(hasPlace)
        #expect(verdict == .wait)
        #expect(places.gauges.replaced == 0)
    }

    /// What a connection does, as a slow and simple model has it.
    private enum Kind {
        case standing, idle, busy, waiting
    }

    @Test("whatever connections do, nobody with a request loses a place, and nobody waits beside one", arguments: 1...9)
    func invariants(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        let limit = Int.random(in: 1...6, using: &random)
        var places = ConnectionPlaces(limit: limit)
        var kinds: [Int: Kind] = [:]
        /// In the order in which they became so.
        var (idle, waiting) = ([Int](), [Int]())
        func set(_ ticket: Int, _ kind: Kind?) {
            idle.removeAll { $0 == ticket }
            waiting.removeAll { $0 == ticket }
            kinds[ticket] = kind
            if kind == .idle { idle.append(ticket) }
            if kind == .waiting { waiting.append(ticket) }
        }
        func admit(_ ticket: Int?) {
            #expect(ticket == waiting.first)
            if let ticket { set(ticket, .busy) }
        }
        for _ in 0..<3000 {
            let known = kinds.keys.sorted()
            let action = Int.random(in: 0..<8, using: &random)
            if action == 0 || known.isEmpty {
                let (ticket, hasPlace, _) = places.open()
                // One with a place and nothing to do yet is as busy as any: nobody takes its place.
                set(ticket, hasPlace ? .busy : .standing)
                continue
            }
            let ticket = known[Int.random(in: known.indices, using: &random)]
            switch action == 1 && known.count > 50 ? nil : kinds[ticket] {
            case .standing, .idle:
                let (verdict, replaced) = places.request(ticket, isHealthCheck: false)
                if let replaced {
                    #expect(replaced == idle.first)
                    set(replaced, .standing)
                }
                #expect(verdict != .answerAndClose)
                set(ticket, verdict == .answer ? .busy : verdict == .wait ? .waiting : .standing)
            case .busy:
                let (mayStay, admitted) = places.rest(ticket)
                set(ticket, mayStay ? .idle : .standing)
                if !mayStay { admit(admitted) } else { #expect(admitted == nil) }
            case .waiting:
                let isRefused = places.giveUp(ticket)
                #expect(isRefused)
                set(ticket, .standing)
            case nil:
                let hadPlace = kinds[ticket] == .idle || kinds[ticket] == .busy
                set(ticket, nil)
                let next = places.close(ticket)
                if hadPlace { admit(next) } else { #expect(next == nil) }
            }
            let gauges = places.gauges
            let busy = kinds.values.count { $0 == .busy }
            #expect(gauges.open == kinds.count)
            #expect(gauges.placed == busy + idle.count)
            #expect(gauges.placed <= limit)
            #expect(gauges.idle == idle.count)
            #expect(gauges.waiting == waiting.count)
            #expect(waiting.count <= ConnectionPlaces.maximumWaiting)
            #expect(waiting.isEmpty || busy == limit)
        }
    }
}
