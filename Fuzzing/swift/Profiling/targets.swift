let fuzzTargets: FuzzTargets = ["pprof": fuzzProfileFile]
