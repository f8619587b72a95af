package alibabarm_test

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

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
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
// documentation. A fault that hits once is tested too, as what is tried again
// succeeds, and each with answers in XML.
var faults = []fault{
	{"no connection", "5 ErrUnavailable", "5 ErrUnavailable", backoff, hits(alibabarmtest.NoConnection())},
	{"reset before the answer", "5 ErrUnavailable", "1 ErrUnavailable", backoff, hits(alibabarmtest.Reset())},
	{"answer lost", "5 ErrUnavailable", "1 ErrUnavailable", backoff, hits(alibabarmtest.AppliedThen(alibabarmtest.Reset()))},
	{"reset within the body", "5 ErrUnavailable", "1 ErrUnavailable", backoff, hits(alibabarmtest.ResetBody(20))},
	{"body cut short", "5 ErrUnavailable", "1 ErrUnavailable", backoff, hits(alibabarmtest.CutBody(20))},
	{"hang", "5 ErrUnavailable", "1 ErrUnavailable", timeouts, hits(alibabarmtest.Hang())},
	{"body of a byte a second", "5 ErrUnavailable", "1 ErrUnavailable", timeouts, hits(alibabarmtest.Drip(time.Second))},
	{"400 Throttling.User", "24 ErrThrottled", "24 ErrThrottled", "0.2 0.4 0.8 … 20", hits(alibabarmtest.Throttled(""))},
	{"the same, TimeLeft:60000", "6 ErrThrottled", "6 ErrThrottled", "70 70 70 … 70", hits(alibabarmtest.Throttled("60000"))},
	{"the same, TimeLeft:999999999", "1 ErrThrottled", "1 ErrThrottled", "", hits(alibabarmtest.Throttled("999999999"))},
	{"the same, Retry-After: 60", "6 ErrThrottled", "6 ErrThrottled", "70 70 70 … 70", hits(alibabarmtest.Throttled("850", "Retry-After: 60"))},
	{"the same, Retry-After: 31536000", "1 ErrThrottled", "1 ErrThrottled", "", hits(alibabarmtest.Throttled("", "Retry-After: 31536000"))},
	{"429 of a proxy", "24 ErrThrottled", "24 ErrThrottled", "0.2 0.4 0.8 … 20", hits(alibabarmtest.Raw(429, "slow down"))},
	{"429 ConcurrentCallNotSupported", "5 ErrConflict", "5 ErrConflict", backoff, hits(alibabarmtest.ConcurrentCall())},
	{"409 LimitExceeded.InvitationRate", "1 ErrQuota", "1 ErrQuota", "", hits(alibabarmtest.Refuse(409, "LimitExceeded.InvitationRate", "Too many invitations."))},
	{"503 ServiceUnavailable", "5 ErrUnavailable", "1 ErrUnavailable", backoff, hits(alibabarmtest.Unavailable())},
	{"503 with nothing", "5 ErrUnavailable", "1 ErrUnavailable", backoff, hits(alibabarmtest.Raw(503, ""))},
	{"502 with HTML", "5 ErrUnavailable", "1 ErrUnavailable", backoff, hits(alibabarmtest.BadGateway())},
	{"400 SignatureNonceUsed", "5 ErrUnavailable", "1 ErrUnavailable", backoff, hits(alibabarmtest.NonceUsed())},
	{"403", "1 ErrPermission", "1 ErrPermission", "", hits(alibabarmtest.Refuse(403, "NoPermission", "Policy denies it."))},
	{"400 InvalidSecurityToken.Expired", "2 ErrUnauthenticated", "2 ErrUnauthenticated", "0", hits(alibabarmtest.StaleToken())},
	{"400 SignatureDoesNotMatch", "1 ErrUnauthenticated", "1 ErrUnauthenticated", "", hits(alibabarmtest.WrongKeys())},
	{"404 InvalidAccessKeyId.NotFound", "1 ErrUnauthenticated", "1 ErrUnauthenticated", "", hits(alibabarmtest.UnknownKey())},
	{"clock 2 h behind the service's", "2 ok", "2 ok", "0", skewed(2 * time.Hour)},
	{"clock 2 h ahead of the service's", "2 ok", "2 ok", "0", skewed(-2 * time.Hour)},
	{"clock 2 h behind, keys for 1 h", "2 ok", "2 ok", "0", living(time.Hour, skewed(2*time.Hour))},
	{"clock 2 h ahead, keys for 1 h", "2 ok", "2 ok", "0", living(time.Hour, skewed(-2*time.Hour))},
	{"redirect", "1 *Error", "1 *Error", "", hits(alibabarmtest.Redirect(307, "https://elsewhere.example.com/"))},
	{"200 with HTML", "5 ErrUnavailable", "1 ErrUnavailable", backoff, hits(alibabarmtest.Raw(200, "<html>OK</html>", "Content-Type: text/html"))},
	{"200 cut short", "5 ErrUnavailable", "1 ErrUnavailable", backoff, hits(alibabarmtest.TruncateBody(20))},
	{"answer too large", "1 ErrTooLarge", "1 ErrTooLarge", "", hits(alibabarmtest.Huge(500_000_000))},
}

type fault struct {
	name, read, write, waits string
	inject                   func(b *bench, times int)
}

// A bench is a service and how long the keys live that its client gets.
type bench struct {
	*alibabarmtest.Service
	lifetime time.Duration
}

func hits(kind alibabarmtest.Kind) func(*bench, int) {
	return func(b *bench, times int) { b.Inject(alibabarmtest.Fault{Kind: kind, Times: times}) }
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
var calls = map[string]func(context.Context, *alibabarm.Client, string) error{
	"list": func(ctx context.Context, c *alibabarm.Client, _ string) error {
		_, err := c.ListHandshakesForResourceDirectory().Collect(ctx)
		return err
	},
	"get": func(ctx context.Context, c *alibabarm.Client, id string) error {
		_, err := c.GetHandshake(ctx, id)
		return err
	},
	"write": func(ctx context.Context, c *alibabarm.Client, id string) error {
		return alibabarm.Write(ctx, c, alibabarmtest.CancelHandshake, id)
	},
}

func TestFaultMatrix(t *testing.T) {
	t.Parallel()
	for _, f := range faults {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			for name, call := range calls {
				cell := f.read
				if name == "write" {
					cell = f.write
				}
				for format, opts := range map[string][]alibabarmtest.Option{"JSON": nil, "XML": {alibabarmtest.WithXML()}} {
					synctest.Test(t, func(t *testing.T) { f.run(t, alibabarmtest.Always, call, cell, name+" while it lasts, "+format, opts) })
					synctest.Test(t, func(t *testing.T) { f.run(t, 1, call, f.once(cell), name+" after one hit, "+format, opts) })
				}
			}
		})
	}
}

func (f fault) run(t *testing.T, times int, call func(context.Context, *alibabarm.Client, string) error, want, cell string, opts []alibabarmtest.Option) {
	s := &bench{alibabarmtest.New(opts...), 12 * time.Hour}
	f.inject(s, times)
	root := s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management})
	id := s.Seed(alibabarm.Handshake{})[0].ID
	session := auth.ProviderFunc(func(context.Context) (auth.Credentials, error) {
		return s.TemporaryCredentials(root, s.lifetime), nil
	})
	wire := &watched{base: s.RoundTripper()}
	c, err := s.NewClient(root, alibabarm.WithCredentials(session), alibabarm.WithTransport(wire), alibabarm.WithMaxResponseBytes(1<<20),
		alibabarm.WithJitter(func(ceiling time.Duration) time.Duration { return ceiling }))
	require.NoError(t, err)

	err = call(t.Context(), c, id)
	attempts := len(wire.at)
	assert.Equal(t, want, fmt.Sprint(attempts, " ", outcome(err)), cell)
	assert.True(t, strings.HasPrefix(f.waits, wire.waits()), "%s: the waits were %q", cell, wire.waits())
	assertAttempts(t, err, attempts, cell)
	arrived := attempts
	if f.name == "no connection" {
		arrived = strings.Count(want, "ok")
	}
	assert.Len(t, s.Requests(), arrived, "%s: what the service saw", cell)
	nonces := map[string]bool{}
	for _, r := range s.Requests() {
		nonces[r.Header.Get("X-Acs-Signature-Nonce")] = true
	}
	assert.Len(t, nonces, arrived, "%s: a nonce for each", cell)
}

// assertAttempts checks that an error counts the attempts, and knows the answer.
func assertAttempts(t *testing.T, err error, attempts int, cell string) {
	t.Helper()
	if e, ok := errors.AsType[*alibabarm.Error](err); ok {
		assert.Equal(t, attempts, e.Attempts, cell)
		assert.NotZero(t, e.StatusCode, cell)
		assert.NotEmpty(t, e.RequestID, cell)
	}
	if e, ok := errors.AsType[*auth.TransportError](err); ok {
		assert.Equal(t, attempts, e.Attempts, cell)
	}
	assert.NotErrorIs(t, err, context.DeadlineExceeded, "%s: the caller set no deadline", cell)
}

// outcome names the condition of an error.
func outcome(err error) string {
	if err == nil {
		return "ok"
	}
	for name, condition := range map[string]error{
		"ErrUnavailable": alibabarm.ErrUnavailable, "ErrThrottled": alibabarm.ErrThrottled, "ErrConflict": alibabarm.ErrConflict,
		"ErrPermission": alibabarm.ErrPermission, "ErrUnauthenticated": alibabarm.ErrUnauthenticated, "ErrTooLarge": alibabarm.ErrTooLarge,
		"ErrQuota": alibabarm.ErrQuota, "ErrOutcomeUnknown": alibabarm.ErrOutcomeUnknown,
	} {
		if errors.Is(err, condition) {
			return name
		}
	}
	if _, ok := errors.AsType[*alibabarm.Error](err); ok {
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
