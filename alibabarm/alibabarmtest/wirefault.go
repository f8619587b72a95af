package alibabarmtest

import (
	"time"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// NoConnection refuses the connection, so that nothing is sent: the request is not
// among [Service.Requests]. Over a socket, where there is a connection already, it is
// a [Reset].
func NoConnection() Kind { return authtest.NoConnection() }

// Reset breaks the connection before an answer, and before the service does anything.
func Reset() Kind { return authtest.Reset() }

// Hang does not answer until the request's context ends; over a socket, until the
// client goes away or [Service.Close] is called.
func Hang() Kind { return authtest.Hang() }

// Delay waits before the request is served as usual.
func Delay(d time.Duration) Kind { return authtest.Delay(d) }

// CutBody ends the connection within the body, after n bytes of it and at the latest
// before the last one. The service did what it was asked for.
func CutBody(n int) Kind { return authtest.CutBody(n) }

// ResetBody is [CutBody] with a connection that is reset.
func ResetBody(n int) Kind { return authtest.ResetBody(n) }

// Drip sends the body a byte at a time, each after the interval. Its length is
// announced.
func Drip(interval time.Duration) Kind { return authtest.Drip(interval) }

// Huge puts spaces behind the body, up to n bytes in all, and does not announce how
// many. They are made as they are read; the document stays good.
func Huge(n int64) Kind { return authtest.Huge(n) }

// TruncateBody answers with the first n bytes as if they were all, and at the most
// with all but the last one.
func TruncateBody(n int) Kind { return authtest.TruncateBody(n) }

// AppendBody puts a text behind the body.
func AppendBody(text string) Kind { return authtest.AppendBody(text) }

// Raw answers with just this status and body, of type application/json unless the
// header lines say otherwise.
func Raw(status int, body string, headers ...string) Kind {
	return authtest.Raw(status, body, headers...)
}

// Redirect answers with a 3xx status to another URL.
func Redirect(status int, url string) Kind { return authtest.Redirect(status, url) }

// Together does several things to one request: each kind wraps those behind it.
func Together(kinds ...Kind) Kind { return authtest.Together(kinds...) }

// Hook calls f before the request is served as usual: to change something between two
// pages, for instance. The request waits for f.
func Hook(f func()) Kind { return authtest.Hook(f) }

// AppliedThen lets the service do what it was asked for, and then does to its answer
// what kind does: the caller cannot know whether the write took effect.
//
//	AppliedThen(Reset())      the connection breaks before the answer
//	AppliedThen(BadGateway()) a proxy answers 502 in its place
//	AppliedThen(CutBody(10))  the answer ends within
//	AppliedThen(Hang())       no answer comes
func AppliedThen(kind Kind) Kind { return authtest.AppliedThen(kind) }
