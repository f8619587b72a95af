package audit

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// pageOf is the page of these invitations, received in Huawei Cloud.
func pageOf(t *testing.T, o options, hs ...huaweiorg.Handshake) string {
	t.Helper()
	o.clouds, o.now = clouds.Choose(clouds.HuaweiName), onDay().now
	r := newReport(o, 1)
	for _, h := range hs {
		r.add(o.judge(entry{Row: clouds.HuaweiRow(h), account: "a", list: received}))
	}
	r.sort()
	return render(t, o, r)
}

func render(t *testing.T, o options, r *report) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, r.html(o, &b))
	return b.String()
}

// elements reads a page as XML, which fails unless it is well-formed, and gives its
// elements and its texts.
func elements(t *testing.T, page string) (found []xml.StartElement, text string) {
	t.Helper()
	var all strings.Builder
	for d := xml.NewDecoder(strings.NewReader(page)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return found, all.String()
		}
		require.NoError(t, err)
		switch token := token.(type) {
		case xml.StartElement:
			found = append(found, token.Copy())
		case xml.CharData:
			all.Write(token)
		}
	}
}

// assertHarmless finds whatever runs, loads or sends.
func assertHarmless(t *testing.T, found []xml.StartElement) {
	t.Helper()
	allowed := map[string]bool{}
	for name := range strings.FieldsSeq(`html head meta title style body main header h1 h2 h3 p section ul li b nav a div
		span svg rect line text details summary table thead tbody tr th td small code footer`) {
		allowed[name] = true
	}
	for _, e := range found {
		assert.True(t, allowed[e.Name.Local], e.Name.Local)
		for _, a := range e.Attr {
			assert.False(t, strings.HasPrefix(a.Name.Local, "on"), "%s of %s", a.Name.Local, e.Name.Local)
			assert.NotContains(t, []string{"src", "srcset", "action", "style"}, a.Name.Local)
			if a.Name.Local == "href" {
				assert.Regexp(t, "^#[a-z]+$", a.Value)
			}
		}
	}
}

func TestThePageIsWellFormedAndLoadsNothing(t *testing.T) {
	t.Parallel()
	for _, args := range []string{"", "-within 0s", "-within 720h", "-cloud huawei", "-lists received"} {
		got := do(t.Context(), onDay(), "-offline -format html "+args)
		found, text := elements(t, got.stdout)
		assertHarmless(t, found)
		assert.NotContains(t, got.stdout, "ZgotmplZ", "what the template refuses")
		assert.NotContains(t, got.stdout, "url(")
		assert.Contains(t, text, phishing, "as text")
	}
}

func TestWhatStrangersWriteStaysText(t *testing.T) {
	t.Parallel()
	const attack = `</td></table></script><script>alert(1)</script><img src=x onerror=alert(1)>"' onload="x {{.At}} <!-- ]]> &amp;`
	h := huaweiorg.Handshake{
		ID: "h-" + attack, Status: huaweiorg.Status("pending" + attack), Notes: attack + "\x00\x1b[2J\u202e\ufffe\r\n",
		ManagementAccountName: attack, OrganizationID: "o-" + attack,
		Target: huaweiorg.Target{Entity: attack},
	}
	page := pageOf(t, options{within: 72 * time.Hour, expect: []string{"o-1"}}, h)
	found, text := elements(t, page)
	assertHarmless(t, found)
	assert.NotContains(t, page, "<script")
	assert.NotContains(t, page, "<img")
	assert.GreaterOrEqual(t, strings.Count(text, attack), 4)
	assert.Contains(t, text, `\x00\x1b[2J\u202e`)
}

func TestAnErrorStaysText(t *testing.T) {
	t.Parallel()
	o := options{clouds: clouds.All(), now: onDay().now}
	r := newReport(o, 1)
	r.failed = []*pagination.SourceError{{Name: "<b>name", Err: errors.New("<script>\x1b")}}
	page := render(t, o, r)
	found, text := elements(t, page)
	assertHarmless(t, found)
	assert.Contains(t, text, "<b>name")
	assert.Contains(t, text, `<script>\x1b`)
}

func TestThePageOfNothing(t *testing.T) {
	t.Parallel()
	found, text := elements(t, pageOf(t, options{within: time.Hour}))
	assertHarmless(t, found)
	assert.Contains(t, text, "Nothing needs a look")
	assert.Contains(t, text, "0 invitations")
	assert.Contains(t, text, "-expect", "it says that senders were not checked")
}

func TestTheTimelineHasEveryOpenInvitation(t *testing.T) {
	t.Parallel()
	now := onDay().now()
	var hs []huaweiorg.Handshake
	for _, in := range []time.Duration{time.Second, 71 * time.Hour, 73 * time.Hour, 14*day - time.Second, 14 * day, 1000 * day, 290 * 365 * day} {
		hs = append(hs, huaweiorg.Handshake{Status: huaweiorg.StatusPending, ExpiredAt: now.Add(in)})
	}
	hs = append(hs,
		huaweiorg.Handshake{Status: huaweiorg.StatusPending}, // without a date
		huaweiorg.Handshake{Status: huaweiorg.StatusPending, ExpiredAt: now.Add(-time.Hour)},
		huaweiorg.Handshake{Status: huaweiorg.StatusAccepted, ExpiredAt: now.Add(time.Hour)},
	)
	found, text := elements(t, pageOf(t, options{within: 72 * time.Hour}, hs...))
	assert.Contains(t, text, "3 later, 1 without a date")
	columns := map[string]int{}
	for _, e := range found {
		if e.Name.Local != "rect" {
			continue
		}
		for _, a := range e.Attr {
			if a.Name.Local == "rx" && a.Value == "1.5" {
				columns[e.Attr[0].Value]++
			}
		}
	}
	assert.Equal(t, map[string]int{expiring: 2, pending: 2}, columns)
}

func TestTimesAreReadable(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		0: "0s", 10 * time.Second: "10s", time.Minute: "1m", 90 * time.Minute: "1h30m", 10 * time.Hour: "10h",
		24 * time.Hour: "24h", 36 * time.Hour: "36h", 72 * time.Hour: "3 days",
	} {
		assert.Equal(t, want, period(d))
	}
	assert.Equal(t, "in 3 days", left(80*time.Hour))
	assert.Equal(t, "in 47 hours", left(47*time.Hour))
	assert.Equal(t, "30 min ago", left(-30*time.Minute))
}
