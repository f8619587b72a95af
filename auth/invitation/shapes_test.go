package invitation_test

// A shape is a body that has one thing over and over.
type shape struct{ head, unit, tail string }

// shapes are the bodies of a cloud.
type shapes struct {
	lists, singles, refusals map[string]shape
	// atFullSize are the shapes that a test reads in full, and whether they are a response:
	// what is beside a list is not read, but there must not be too much of it.
	atFullSize map[string]bool
}
