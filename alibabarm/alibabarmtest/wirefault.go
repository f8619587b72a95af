package alibabarmtest

import (
	"time"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// NoConnection refuses the connection, so that nothing is sent: the request is not among
// [Service.Requests]. Over a socket, where there is a connection already, it is a [Reset].
func NoConnection() Kind { return authtest.NoConnection() }

// Reset breaks the connection before a response, and before the service does anything.
func Reset() Kind { return authtest.Reset() }

// Hang does not respond until the context of the request ends. Over a socket, it waits until
// the client closes the connection or the test calls [Service.Close].
func Hang() Kind { return authtest.Hang() }

// Delay waits before the request is served as usual.
func Delay(d time.Duration) Kind { return authtest.Delay(d) }

// CutBody ends the connection within the body, after n bytes and at the latest before the last
// one. The service has performed the operation.
func CutBody(n int) Kind { return authtest.CutBody(n) }

// ResetBody is [CutBody] with a connection that is reset.
func ResetBody(n int) Kind { return authtest.ResetBody(n) }

// Drip sends the body one byte at a time, each after the interval. The response states its
// length.
func Drip(interval time.Duration) Kind { return authtest.Drip(interval) }

// Huge appends spaces to the body, up to n bytes in all, and does not state the length. The
// service makes them as the client reads them. The document stays valid.
func Huge(n int64) Kind { return authtest.Huge(n) }

// TruncateBody responds with the first n bytes as if they were the complete body. It leaves out
// at least the last byte.
func TruncateBody(n int) Kind { return authtest.TruncateBody(n) }

// AppendBody appends a text to the body.
func AppendBody(text string) Kind { return authtest.AppendBody(text) }

// Raw responds with just this status and body, of type application/json unless the
// header lines say otherwise.
func Raw(status int, body string, headers ...string) Kind {
	return authtest.Raw(status, body, headers...)
}

// Redirect responds with a 3xx status to another URL.
func Redirect(status int, url string) Kind { return authtest.Redirect(status, url) }

// Together does several things to one request. Each kind wraps those after it.
func Together(kinds ...Kind) Kind { return authtest.Together(kinds...) }

// Hook calls f before the service serves the request as usual, for example to change something
// between two pages. The request waits for f.
func Hook(f func()) Kind { return authtest.Hook(f) }

// AppliedThen lets the service perform the operation, and then applies kind to its response, so
// that the caller cannot know whether the write took effect.
//
//	AppliedThen(Reset())      breaks the connection before the response
//	AppliedThen(BadGateway()) responds like a proxy
//	AppliedThen(CutBody(10))  ends within the response
//	AppliedThen(Hang())       sends no response
func AppliedThen(kind Kind) Kind { return authtest.AppliedThen(kind) }
