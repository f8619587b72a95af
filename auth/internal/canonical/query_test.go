package canonical

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestAppendEscaped(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		" ":      "%20",
		"*":      "%2A",
		"~":      "~",
		"+":      "%2B",
		"/":      "%2F",
		"=":      "%3D",
		"é":      "%C3%A9",
		"%2F":    "%252F",
		"$&:@":   "%24%26%3A%40",
		"\x00\n": "%00%0A",
		"\xff":   "%FF",
		"azAZ09": "azAZ09",
		"-_.~":   "-_.~",
	} {
		assert.Equal(t, want, string(AppendEscaped(nil, in)), "%q", in)
	}
}

func TestScheme_appendPath(t *testing.T) {
	t.Parallel()
	for in, want := range map[string][2]string{ // without and with the final slash
		"":         {"/", "/"},
		"/":        {"/", "/"},
		"/a":       {"/a", "/a/"},
		"/a/":      {"/a/", "/a/"},
		"/a//b":    {"/a//b", "/a//b/"},
		"/a b/%2F": {"/a%20b/%252F", "/a%20b/%252F/"},
	} {
		assert.Equal(t, want[0], string(Scheme{}.appendPath(nil, in)), "%q", in)
		assert.Equal(t, want[1], string(Scheme{Slash: true}.appendPath(nil, in)), "%q", in)
	}
}

func TestQuery(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ in, want string }{
		"an empty query stays empty":                 {},
		"empty pairs vanish":                         {in: "&&a=1&", want: "a=1"},
		"an ampersand at the end vanishes":           {in: "a=1&", want: "a=1"},
		"sorted pairs stay":                          {in: "a=1&b=2", want: "a=1&b=2"},
		"other pairs are sorted":                     {in: "b=2&a=1", want: "a=1&b=2"},
		"a key without a value gets an equals sign":  {in: "a", want: "a="},
		"an empty key stays":                         {in: "=1", want: "=1"},
		"plus is a space":                            {in: "a=b+c", want: "a=b%20c"},
		"a later equals sign is in the value":        {in: "a=b=c", want: "a=b%3Dc"},
		"keys are sorted without their equals signs": {in: "k-1=z&k=b", want: "k=b&k-1=z"},
		"keys are sorted before they are encoded":    {in: "%7B=1&z=2", want: "z=2&%7B=1"},
		"values are sorted, too":                     {in: "a=b&a=B&a=", want: "a=&a=B&a=b"},
		"a semicolon separates nothing":              {in: "a=1;b=2", want: "a=1%3Bb%3D2"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := Query(test.in)
			require.NoError(t, err)
			assert.Equal(t, test.want, got)
		})
	}
	for _, in := range []string{"a=%", "a=%2", "%zz=1", "a=1&b=%g0"} {
		_, err := Query(in)
		assert.ErrorIs(t, err, ErrQuery, in)
	}
}

func TestQuery_twice(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		pairs := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Field {
			return Field{Name: rapid.String().Draw(t, "key"), Value: rapid.String().Draw(t, "value")}
		}), 0, 20).Draw(t, "pairs")
		var raw []string
		for _, p := range pairs {
			raw = append(raw, url.QueryEscape(p.Name)+"="+url.QueryEscape(p.Value))
		}
		query, err := Query(strings.Join(raw, "&"))
		require.NoError(t, err)
		again, err := Query(query)
		require.NoError(t, err)
		require.Equal(t, query, again)

		got, err := AppendPairs(nil, query)
		require.NoError(t, err)
		order := func(a, b Field) int {
			return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.Value, b.Value))
		}
		require.True(t, slices.IsSortedFunc(got, order))
		slices.SortFunc(pairs, order)
		require.True(t, slices.Equal(pairs, got), "the same pairs, %v and %v", pairs, got)
	})
}
