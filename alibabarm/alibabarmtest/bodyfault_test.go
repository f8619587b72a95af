package alibabarmtest_test

import (
	"encoding/json"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
)

func TestTruncateBody(t *testing.T) {
	t.Parallel()
	s, a := newService(2, alibabarmtest.WithXML())
	ask := func(kind alibabarmtest.Kind) string {
		steady := alibabarmtest.DropField("RequestId") // otherwise no two bodies are equal
		s.Inject(alibabarmtest.Fault{Kind: alibabarmtest.Together(kind, steady)})
		return get(t, s, a.Credentials, sent("")).body
	}
	complete := ask(alibabarmtest.Kind{})
	require.True(t, strings.HasPrefix(complete, "<"))
	for _, c := range []struct {
		kind alibabarmtest.Kind
		want string
	}{
		{kind: alibabarmtest.AppendBody("garbage"), want: complete + "garbage"},
		{kind: alibabarmtest.Huge(int64(len(complete) + 2)), want: complete + "  "},
		{kind: alibabarmtest.Together(alibabarmtest.DropField("TotalCount"),
			alibabarmtest.AppendBody(" ")), want: complete + " "},
	} {
		assert.Equal(t, c.want, ask(c.kind), c.kind)
	}
	s.Inject(alibabarmtest.Fault{Kind: alibabarmtest.Together(
		alibabarmtest.TruncateBody(60), alibabarmtest.DropField("RequestId"))})
	resp, err := send(s, a.Credentials, sent(""))
	require.NoError(t, err)
	assert.EqualValues(t, 60, resp.ContentLength)
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	assert.Equal(t, complete[:60], string(body))
}

func TestHuge(t *testing.T) {
	t.Parallel()
	s, a := newService(1)
	s.Inject(
		alibabarmtest.Fault{Kind: alibabarmtest.Huge(10_000)},
		alibabarmtest.Fault{Kind: alibabarmtest.Together(alibabarmtest.Huge(10_000), alibabarmtest.XML())},
	)
	got := get(t, s, a.Credentials, sent(""))
	assert.True(t, json.Valid([]byte(got.body)), "only the size differs")
	assert.Len(t, got.body, 10_000)
	assert.Len(t, get(t, s, a.Credentials, sent("")).ids(), 1, "the XML stays valid")
	c, err := s.NewClient(a, alibabarm.WithMaxResponseBytes(9_999))
	require.NoError(t, err)
	s.Inject(alibabarmtest.Fault{Kind: alibabarmtest.Huge(10_000)})
	_, err = c.ListHandshakesForResourceDirectory().Collect(t.Context())
	require.ErrorIs(t, err, alibabarm.ErrTooLarge)
}
