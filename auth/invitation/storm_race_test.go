//go:build race

package invitation_test

// stormWrites is how many writes the random test makes.
const stormWrites = 1000

// mixInputs is how many inputs [TestInviteAll_Mix] has.
const mixInputs = 350

// fullStrength means that the tests do all that they can, which is too slow here.
const fullStrength = false

// racing means that the race detector slows the tests down.
const racing = true
