package invitation_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// The waits of the matrix, in seconds.
const (
	backoff  = "0.2 0.4 0.8 1.6"
	timeouts = "30.2 30.4 30.8 31.6" // 30 s for the attempt, then the backoff
)

// A faultRow is a row of the fault matrix: what a call does while a fault lasts. Reads are
// lists and single reads. Each cell is the number of attempts and the outcome. The waits
// are those between the attempts, in seconds, where each random part is as long as it may
// be. The same table stands in the documentation of each cloud's package.
type faultRow struct {
	name, read, write, waits string

	kind     authtest.Kind // none lets a request pass
	ahead    time.Duration // by how much the service's clock is ahead
	lifetime time.Duration // of the credentials; zero: 12 hours
}

// faultsOf returns the matrix of a cloud: its own rows between those of every cloud.
func faultsOf(c *cloud) []faultRow {
	const slow = 2 * time.Hour
	return slices.Concat([]faultRow{
		{name: "no connection", read: "5 ErrUnavailable", write: "5 ErrUnavailable", waits: backoff, kind: authtest.NoConnection()},
		{name: "reset before the response", read: "5 ErrUnavailable", write: "1 ErrUnavailable", waits: backoff, kind: authtest.Reset()},
		{name: "response lost", read: "5 ErrUnavailable", write: "1 ErrUnavailable", waits: backoff, kind: authtest.AppliedThen(authtest.Reset())},
		{name: "reset within the body", read: "5 ErrUnavailable", write: "1 ErrUnavailable", waits: backoff, kind: authtest.ResetBody(20)},
		{name: "body cut short", read: "5 ErrUnavailable", write: "1 ErrUnavailable", waits: backoff, kind: authtest.CutBody(20)},
		{name: "hang", read: "5 ErrUnavailable", write: "1 ErrUnavailable", waits: timeouts, kind: authtest.Hang()},
		{name: "body of a byte a second", read: "5 ErrUnavailable", write: "1 ErrUnavailable", waits: timeouts, kind: authtest.Drip(time.Second)},
	}, c.faults(), []faultRow{
		{name: "clock 2 h behind the service's", read: "2 ok", write: "2 ok", waits: "0", ahead: slow},
		{name: "clock 2 h ahead of the service's", read: "2 ok", write: "2 ok", waits: "0", ahead: -slow},
		{name: "clock 2 h behind, session of 1 h", read: "2 ok", write: "2 ok", waits: "0", ahead: slow, lifetime: time.Hour},
		{name: "clock 2 h ahead, session of 1 h", read: "2 ok", write: "2 ok", waits: "0", ahead: -slow, lifetime: time.Hour},
		{name: "redirect", read: "1 *Error", write: "1 *Error", kind: authtest.Redirect(307, "https://elsewhere.example.com/")},
		{name: "200 with HTML", read: "5 ErrUnavailable", write: "1 ErrUnavailable", waits: backoff, kind: authtest.Raw(200, "<html>OK</html>", "Content-Type: text/html")},
		{name: "200 cut short", read: "5 ErrUnavailable", write: "1 ErrUnavailable", waits: backoff, kind: authtest.TruncateBody(20)},
		{name: "response too large", read: "1 ErrTooLarge", write: "1 ErrTooLarge", kind: authtest.Huge(500_000_000)},
	})
}

// cell returns the cell of a call.
func (f faultRow) cell(of call) string {
	if of.op == opCancel {
		return f.write
	}
	return f.read
}

// afterOne returns the cell for a fault that hits one request only: a retry succeeds.
func afterOne(cell string) string {
	if n, _, _ := strings.Cut(cell, " "); n != "1" {
		return "2 ok"
	}
	return cell
}

func TestCloud_Faults(t *testing.T) {
	t.Parallel()
	for _, c := range clouds() {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for _, f := range faultsOf(c) {
				t.Run(f.name, func(t *testing.T) {
					t.Parallel()
					for _, format := range c.formats {
						for _, of := range calls {
							synctest.Test(t, func(t *testing.T) { f.run(t, c.new(t, format), of, always, f.cell(of)) })
							synctest.Test(t, func(t *testing.T) { f.run(t, c.new(t, format), of, 1, afterOne(f.cell(of))) })
						}
					}
				})
			}
		})
	}
}

// run performs a call once while the fault hits this many times.
func (f faultRow) run(t *testing.T, w world, of call, times int, want string) {
	id := w.seed(toGuest(w))[0].ID
	w.skew(f.ahead)
	injectAlone(w, of, f.kind, times)
	session := auth.ProviderFunc(func(context.Context) (auth.Credentials, error) {
		return w.temporary(w.cloud().root, cmp.Or(f.lifetime, 12*time.Hour)), nil
	})
	wire := &watchedWire{base: w.roundTripper()}
	c := w.client(w.cloud().root, clientSettings{
		provider: session, transport: wire, maxBody: 1 << 20, jitter: func(ceiling time.Duration) time.Duration { return ceiling },
	})

	err := of.do(t.Context(), c, id)
	attempts := len(wire.at)
	cell := fmt.Sprintf("%s, %d times: %v", of.name, times, err)
	assert.Equal(t, want, fmt.Sprint(attempts, " ", outcomeOf(err)), cell)
	assert.True(t, strings.HasPrefix(f.waits, wire.waits()), "%s: the waits were %q", cell, wire.waits())
	unknown := of.op == opCancel && (want == "1 ErrUnavailable" || want == "1 ErrTooLarge")
	assert.Equal(t, unknown, errors.Is(err, auth.ErrOutcomeUnknown), cell)
	assertAttempts(t, err, attempts)
	arrived := attempts
	if f.name == "no connection" {
		arrived = strings.Count(want, "ok")
	}
	assert.Equal(t, arrived, countOf(w, of), "%s: what the service saw", cell)
	assertNonces(t, w)
}

// assertNonces checks that no two requests have the same nonce, where there are nonces.
func assertNonces(t *testing.T, w world) {
	t.Helper()
	if w.cloud().nonceHeader == "" {
		return
	}
	nonces := map[string]bool{}
	for _, r := range w.requests() {
		nonces[r.header.Get(w.cloud().nonceHeader)] = true
	}
	assert.Len(t, nonces, len(w.requests()), "a nonce for each")
}

// A watchedWire notes when each attempt of the first operation began, also of one that
// reaches nobody.
type watchedWire struct {
	base  http.RoundTripper
	mu    sync.Mutex
	first string
	at    []time.Time
}

func (w *watchedWire) RoundTrip(req *http.Request) (*http.Response, error) {
	w.mu.Lock()
	op := req.Method + req.URL.Path + req.Header.Get("X-Acs-Action")
	w.first = cmp.Or(w.first, op)
	if op == w.first {
		w.at = append(w.at, time.Now())
	}
	w.mu.Unlock()
	return w.base.RoundTrip(req)
}

// waits are the times between the attempts, in seconds; of many, the first and the last.
func (w *watchedWire) waits() string {
	var waits []string
	for i := 1; i < len(w.at); i++ {
		waits = append(waits, fmt.Sprint(w.at[i].Sub(w.at[i-1]).Seconds()))
	}
	if len(waits) > 4 {
		waits = []string{waits[0], waits[1], waits[2], "…", waits[len(waits)-1]}
	}
	return strings.Join(waits, " ")
}

func TestCloud_Faults_documented(t *testing.T) {
	t.Parallel()
	for _, c := range clouds() {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var table strings.Builder
			line := func(cells ...string) {
				text := fmt.Sprintf("//\t%-33s %-21s %-21s %s", cells[0], cells[1], cells[2], cells[3])
				table.WriteString(strings.TrimRight(text, " ") + "\n")
			}
			line("while it lasts", "list, get", "write", "waits, in seconds")
			line(strings.Repeat("-", 32), strings.Repeat("-", 20), strings.Repeat("-", 20), strings.Repeat("-", 19))
			for _, f := range faultsOf(c) {
				line(f.name, f.read, f.write, cmp.Or(f.waits, "-"))
			}
			doc, err := os.ReadFile(c.doc)
			require.NoError(t, err)
			assert.Contains(t, string(doc), table.String(), "put this into %s:\n%s", c.doc, table.String())
		})
	}
}
