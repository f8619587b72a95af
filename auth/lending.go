package auth

import "sync"

// maxLent is the longest body that is read into a buffer of its stated length, and the
// largest buffer that is kept: several times a page of 2,000 invitations.
const maxLent = 4 << 20

// overwrites makes giveBack overwrite the buffer, so that tests find whoever still uses it.
// It is true in the tests of this package, and in every program with the race detector.
var overwrites bool

// buffers are those that nobody uses at the moment. It drops what nobody took between two
// collections of garbage. Without it, a list takes as many bytes more
// as its bodies have: 390 to 550 an invitation.
var buffers sync.Pool

// lend returns an empty buffer with room for size bytes, which is given back.
func lend(size int) []byte {
	if kept, ok := buffers.Get().(*[]byte); ok && cap(*kept) >= size {
		return (*kept)[:0]
	}
	return make([]byte, 0, size+size/8) // the next page may be a little longer
}

// giveBack takes a buffer that nobody needs any more.
func giveBack(buffer []byte) {
	buffer = buffer[:cap(buffer)]
	if overwrites {
		for i := range buffer {
			buffer[i] = '#'
		}
	}
	if 0 < len(buffer) && len(buffer) <= maxLent+maxLent/8 {
		buffers.Put(&buffer)
	}
}
