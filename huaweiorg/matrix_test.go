package huaweiorg_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// What the waits of the matrix are, in seconds.
const (
	backoff  = "0.2 0.4 0.8 1.6"
	timeouts = "30.2 30.4 30.8 31.6" // 30 s for the attempt, then the backoff
)

// faults is the fault matrix: what becomes of a call while a fault lasts. Reads are
// lists and single reads. Each cell is the number of attempts and the outcome; the
// waits are those between the attempts, in seconds, as far as there are any, where
// each backoff is as long as it may be. The same table stands in the package's
// documentation. A fault that hits once is tested too: the retry succeeds.
var faults = []fault{
	{"no connection", "5 ErrUnavailable", "5 ErrUnavailable", backoff, hits(huaweiorgtest.NoConnection())},
	{"reset before the answer", "5 ErrUnavailable", "1 ErrUnavailable", backoff, hits(huaweiorgtest.Reset())},
	{"answer lost", "5 ErrUnavailable", "1 ErrUnavailable", backoff, hits(huaweiorgtest.AppliedThen(huaweiorgtest.Reset()))},
	{"reset within the body", "5 ErrUnavailable", "1 ErrUnavailable", backoff, hits(huaweiorgtest.ResetBody(20))},
	{"body cut short", "5 ErrUnavailable", "1 ErrUnavailable", backoff, hits(huaweiorgtest.CutBody(20))},
	{"hang", "5 ErrUnavailable", "1 ErrUnavailable", timeouts, hits(huaweiorgtest.Hang())},
	{"body of a byte a second", "5 ErrUnavailable", "1 ErrUnavailable", timeouts, hits(huaweiorgtest.Drip(time.Second))},
	{"429", "24 ErrThrottled", "24 ErrThrottled", "0.2 0.4 0.8 … 20", hits(huaweiorgtest.Throttled(""))},
	{"429, Retry-After: 60", "6 ErrThrottled", "6 ErrThrottled", "70 70 70 … 70", hits(huaweiorgtest.Throttled("60"))},
	{"429, Retry-After: 31536000", "1 ErrThrottled", "1 ErrThrottled", "", hits(huaweiorgtest.Throttled("31536000"))},
	{"503", "5 ErrUnavailable", "1 ErrUnavailable", backoff, hits(huaweiorgtest.Unavailable())},
	{"503 APIGW.0613, IAM is down", "5 ErrUnavailable", "5 ErrUnavailable", backoff, hits(huaweiorgtest.UnavailableIAM())},
	{"502 with HTML", "5 ErrUnavailable", "1 ErrUnavailable", backoff, hits(huaweiorgtest.BadGateway())},
	{"409 Organizations.1003", "5 ErrConflict", "5 ErrConflict", backoff, hits(huaweiorgtest.Refuse(409, "Organizations.1003", "Concurrent modification."))},
	{"403", "1 ErrPermission", "1 ErrPermission", "", hits(huaweiorgtest.Refuse(403, "Organizations.1007", "Policy denies it."))},
	{"401 APIGW.0307, stale token", "2 ErrUnauthenticated", "2 ErrUnauthenticated", "0", hits(huaweiorgtest.StaleToken())},
	{"401 APIGW.0301, wrong keys", "1 ErrUnauthenticated", "1 ErrUnauthenticated", "", hits(huaweiorgtest.WrongKeys())},
	{"the same, session's last minute", "2 ErrUnauthenticated", "2 ErrUnauthenticated", "0", living(50*time.Second, hits(huaweiorgtest.WrongKeys()))},
	{"clock 2 h behind the service's", "2 ok", "2 ok", "0", skewed(2 * time.Hour)},
	{"clock 2 h ahead of the service's", "2 ok", "2 ok", "0", skewed(-2 * time.Hour)},
	{"clock 2 h behind, keys for 1 h", "2 ok", "2 ok", "0", living(time.Hour, skewed(2*time.Hour))},
	{"clock 2 h ahead, keys for 1 h", "2 ok", "2 ok", "0", living(time.Hour, skewed(-2*time.Hour))},
	{"redirect", "1 *Error", "1 *Error", "", hits(huaweiorgtest.Redirect(307, "https://elsewhere.example.com/"))},
	{"200 with HTML", "5 ErrUnavailable", "1 ErrUnavailable", backoff, hits(huaweiorgtest.Raw(200, "<html>OK</html>", "Content-Type: text/html"))},
	{"200 with JSON cut short", "5 ErrUnavailable", "1 ErrUnavailable", backoff, hits(huaweiorgtest.TruncateBody(20))},
	{"answer too large", "1 ErrTooLarge", "1 ErrTooLarge", "", hits(huaweiorgtest.Huge(500_000_000))},
}

type fault struct {
	name, read, write, waits string
	inject                   func(b *bench, times int)
}

// A bench is a service and how long the keys live that its client gets.
type bench struct {
	*huaweiorgtest.Service
	lifetime time.Duration
}

func hits(kind huaweiorgtest.Kind) func(*bench, int) {
	return func(b *bench, times int) { b.Inject(huaweiorgtest.Fault{Kind: kind, Times: times}) }
}

func skewed(ahead time.Duration) func(*bench, int) {
	return func(b *bench, _ int) { b.Skew(ahead) }
}

func living(lifetime time.Duration, inject func(*bench, int)) func(*bench, int) {
	return func(b *bench, times int) { b.lifetime = lifetime; inject(b, times) }
}

// once is the cell for a fault that hits one request only.
func (f fault) once(cell string) string {
	if n, _, _ := strings.Cut(cell, " "); n != "1" {
		return "2 ok"
	}
	return cell
}

// calls are the three kinds of operation, each performed once.
var calls = map[string]func(context.Context, *huaweiorg.Client) error{
	"list": func(ctx context.Context, c *huaweiorg.Client) error {
		_, err := c.ListHandshakes().Collect(ctx)
		return err
	},
	"get": func(ctx context.Context, c *huaweiorg.Client) error {
		return huaweiorg.Call(ctx, c, "ShowHandshake", true)
	},
	"write": func(ctx context.Context, c *huaweiorg.Client) error {
		return huaweiorg.Call(ctx, c, "AcceptHandshake", false)
	},
}

func TestFaultMatrix(t *testing.T) {
	t.Parallel()
	for _, f := range faults {
		for name, call := range calls {
			cell := f.read
			if name == "write" {
				cell = f.write
			}
			t.Run(f.name+"/"+name+" while it lasts", func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) { f.run(t, call, huaweiorgtest.Always, cell) })
			})
			t.Run(f.name+"/"+name+" after it has hit once", func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) { f.run(t, call, 1, f.once(cell)) })
			})
		}
	}
}

func (f fault) run(t *testing.T, call func(context.Context, *huaweiorg.Client) error, times int, want string) {
	b := &bench{huaweiorgtest.New(), 12 * time.Hour}
	f.inject(b, times)
	root := b.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
	b.Seed(b.Believable(3)...)
	session := auth.ProviderFunc(func(context.Context) (auth.Credentials, error) {
		return b.TemporaryCredentials(root, b.lifetime), nil
	})
	wire := &watched{base: b.RoundTripper()}
	c, err := b.NewClient(root, huaweiorg.WithCredentials(session), huaweiorg.WithTransport(wire),
		huaweiorg.WithJitter(func(ceiling time.Duration) time.Duration { return ceiling }))
	require.NoError(t, err)

	err = call(t.Context(), c)
	attempts := len(wire.at)
	assert.Equal(t, want, fmt.Sprint(attempts, " ", outcome(err)))
	assert.True(t, strings.HasPrefix(f.waits, wire.waits()), "the waits were %q", wire.waits())
	assertAttempts(t, err, attempts)
	arrived := attempts
	if f.name == "no connection" {
		arrived = strings.Count(want, "ok")
	}
	assert.Len(t, b.Requests(), arrived, "what the service saw")
}

// assertAttempts checks that an error counts the attempts, and knows the answer.
func assertAttempts(t *testing.T, err error, attempts int) {
	t.Helper()
	if e, ok := errors.AsType[*huaweiorg.Error](err); ok {
		assert.Equal(t, attempts, e.Attempts)
		assert.NotZero(t, e.StatusCode)
		assert.NotEmpty(t, e.RequestID)
	}
	if e, ok := errors.AsType[*auth.TransportError](err); ok {
		assert.Equal(t, attempts, e.Attempts)
	}
	assert.NotErrorIs(t, err, context.DeadlineExceeded, "the caller set no deadline")
}

// outcome names the condition of an error.
func outcome(err error) string {
	if err == nil {
		return "ok"
	}
	for name, condition := range map[string]error{
		"ErrUnavailable": huaweiorg.ErrUnavailable, "ErrThrottled": huaweiorg.ErrThrottled, "ErrConflict": huaweiorg.ErrConflict,
		"ErrPermission": huaweiorg.ErrPermission, "ErrUnauthenticated": huaweiorg.ErrUnauthenticated, "ErrTooLarge": huaweiorg.ErrTooLarge,
		"ErrOutcomeUnknown": huaweiorg.ErrOutcomeUnknown,
	} {
		if errors.Is(err, condition) {
			return name
		}
	}
	if _, ok := errors.AsType[*huaweiorg.Error](err); ok {
		return "*Error"
	}
	return err.Error()
}

// watched notes when each attempt began, also one that reaches nobody.
type watched struct {
	base http.RoundTripper
	mu   sync.Mutex
	at   []time.Time
}

func (w *watched) RoundTrip(req *http.Request) (*http.Response, error) {
	w.mu.Lock()
	w.at = append(w.at, time.Now())
	w.mu.Unlock()
	return w.base.RoundTrip(req)
}

// waits are the times between the attempts, in seconds; of many, the first and the last.
func (w *watched) waits() string {
	var waits []string
	for i := 1; i < len(w.at); i++ {
		waits = append(waits, fmt.Sprint(w.at[i].Sub(w.at[i-1]).Seconds()))
	}
	if len(waits) > 4 {
		waits = []string{waits[0], waits[1], waits[2], "…", waits[len(waits)-1]}
	}
	return strings.Join(waits, " ")
}

// TestTheDocumentedFaultMatrix compares the table in the package's documentation.
func TestTheDocumentedFaultMatrix(t *testing.T) {
	t.Parallel()
	var table strings.Builder
	line := func(cells ...string) {
		text := fmt.Sprintf("//\t%-33s %-21s %-21s %s", cells[0], cells[1], cells[2], cells[3])
		table.WriteString(strings.TrimRight(text, " ") + "\n")
	}
	line("while it lasts", "list, get", "write", "waits, in seconds")
	line(strings.Repeat("-", 32), strings.Repeat("-", 20), strings.Repeat("-", 20), strings.Repeat("-", 19))
	for _, f := range faults {
		line(f.name, f.read, f.write, cmp.Or(f.waits, "-"))
	}
	doc, err := os.ReadFile("doc.go")
	require.NoError(t, err)
	assert.Contains(t, string(doc), table.String(), "put this into doc.go:\n%s", table.String())
}
