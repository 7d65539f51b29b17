let fuzzTargets: FuzzTargets = ["manifest": fuzzManifest]
