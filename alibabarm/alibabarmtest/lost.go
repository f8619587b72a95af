package alibabarmtest

// AppliedThen lets the service do what it was asked for, and then does to its answer
// what kind does: the caller cannot know whether the write took effect.
//
//	AppliedThen(Reset())      the connection breaks before the answer
//	AppliedThen(BadGateway()) a proxy answers 502 in its place
//	AppliedThen(CutBody(10))  the answer ends within
//	AppliedThen(Hang())       no answer comes
func AppliedThen(kind Kind) Kind {
	if kind.run == nil {
		return kind
	}
	return Kind{"applied, then " + kind.name, func(c *call, next func() reply) reply {
		out := next()
		return kind.run(c, func() reply { return out })
	}}
}
