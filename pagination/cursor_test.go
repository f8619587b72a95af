package pagination_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// assertBadCursor checks that a pager rejects a cursor before it sends a request.
func assertBadCursor(t testing.TB, numbered bool, c pagination.Cursor, how string) {
	t.Helper()
	pager, log := pagerAt("list", 100, numbered, c)
	_, err := pager.Page(t.Context(), "")
	if !assert.ErrorIs(t, err, pagination.ErrBadCursor, how) {
		return
	}
	_, err = items(t.Context(), pager)
	assert.ErrorIs(t, err, pagination.ErrBadCursor, how)
	assert.Zero(t, log.count(), "the pager sent a request: %s", how)
}

func TestCursor_Damaged(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]pagination.Cursor{
		"number": issue(t, position{scope: "list", size: 100, skip: 37, keyed: true, number: 12}),
		"marker": issue(t, position{scope: "list", size: 100, skip: 5, keyed: true, marker: "a marker"}),
		"short":  issue(t, position{scope: "list", size: 100, marker: "x"}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			numbered := name == "number"
			for i := range len(c) {
				if i > 0 {
					assertBadCursor(t, numbered, c[:i], "cut at the end")
					assertBadCursor(t, numbered, c[i:], "cut at the beginning")
				}
				for b := range 256 {
					if byte(b) == c[i] {
						continue
					}
					changed := []byte(c)
					changed[i] = byte(b)
					assertBadCursor(t, numbered, pagination.Cursor(changed), fmt.Sprintf("byte %d changed to %#x", i, b))
				}
				assertBadCursor(t, numbered, c[:i]+c[i+1:], "without one byte")
			}
			for b := range 256 {
				assertBadCursor(t, numbered, c+pagination.Cursor([]byte{byte(b)}), "with a byte after it")
				assertBadCursor(t, numbered, pagination.Cursor([]byte{byte(b)})+c, "with a byte before it")
			}
			for _, more := range []pagination.Cursor{"=", "==", "\n", "\r\n", "AAAA", c} {
				assertBadCursor(t, numbered, c+more, "extended")
			}
			assertBadCursor(t, numbered, c[:9]+"\n"+c[9:], "a line break in the middle")
			assertBadCursor(t, numbered, c[:9]+"\r"+c[9:], "a carriage return in the middle")
		})
	}
}

func TestCursor_ValidChecksum(t *testing.T) {
	t.Parallel()
	raw := func(parts byte, tail ...byte) pagination.Cursor {
		hash := sha256.Sum256([]byte("list"))
		return seal(append(append([]byte{2, parts}, hash[:8]...), tail...))
	}
	tests := []struct {
		name     string
		numbered bool
		cursor   pagination.Cursor
	}{
		{name: "size 0", numbered: true, cursor: forge(2, "list", "", 0, 0, 1, 0)},
		{
			name:     "size beyond the maximum",
			numbered: true, cursor: forge(2, "list", "", 101, 0, 1, 0),
		},
		{name: "size beyond 31 bits", numbered: true, cursor: forge(2, "list", "", 1<<31, 0, 1, 0)},
		{
			name:     "skip beyond 31 bits",
			numbered: true, cursor: forge(2, "list", "", 100, 1<<31, 1, 0),
		},
		{
			name:     "number beyond 31 bits",
			numbered: true, cursor: forge(2, "list", "", 100, 0, 1<<31, 0),
		},
		{
			name:     "rows before beyond 31 bits",
			numbered: true, cursor: forge(2, "list", "", 100, 0, 2, 1<<31),
		},
		{name: "rows before in a list by marker", cursor: forge(2, "list", "m", 100, 0, 0, 7)},
		{
			name:     "mark beyond 31 bits",
			numbered: true, cursor: forge(2, "list", "", 100, 0, 2, 100, 1<<31),
		},
		{name: "mark in a list by marker", cursor: forge(2, "list", "m", 100, 0, 0, 0, 7)},
		{
			name:     "total beyond 31 bits",
			numbered: true, cursor: forge(2, "list", "", 100, 0, 2, 100, 0, 1<<31),
		},
		{name: "total in a list by marker", cursor: forge(2, "list", "m", 100, 0, 0, 0, 0, 7)},
		{
			name:     "number with all bits set",
			numbered: true, cursor: forge(2, "list", "", 100, 0, math.MaxUint64, 0),
		},
		{name: "number and marker", numbered: true, cursor: forge(2, "list", "m", 100, 0, 1, 0)},
		{
			name:     "a marker for a list by number",
			numbered: true, cursor: forge(2, "list", "m", 100, 0, 0, 0),
		},
		{
			name:     "the beginning by marker for a list by number",
			numbered: true, cursor: forge(2, "list", "", 100, 0, 0, 0),
		},
		{name: "a number for a list by marker", cursor: forge(2, "list", "", 100, 0, 1, 0)},
		{name: "another scope", numbered: true, cursor: forge(2, "lisT", "", 100, 0, 1, 0)},
		{name: "no scope", numbered: true, cursor: forge(2, "", "", 100, 0, 1, 0)},
		{name: "a newer version", numbered: true, cursor: forge(3, "list", "", 100, 0, 1, 0)},
		{
			name:     "version 1, which no release issued",
			numbered: true, cursor: forge(1, "list", "", 100, 0, 1, 0),
		},
		{name: "version 0", numbered: true, cursor: forge(0, "list", "", 100, 0, 1, 0)},
		{name: "no fields", numbered: true, cursor: raw(0)},
		{name: "one field", numbered: true, cursor: raw(0, 100)},
		{name: "a field that does not end", numbered: true, cursor: raw(0, 100, 0, 0x80)},
		{name: "a padded number", numbered: true, cursor: raw(0, 100, 0, 0x81, 0, 0, 0, 0)},
		{
			name:     "a number with too many bytes",
			numbered: true,
			cursor:   raw(0, append([]byte{100, 0}, append(bytes.Repeat([]byte{0xff}, 10), 1, 0, 0, 0)...)...),
		},
		{name: "an unknown part", numbered: true, cursor: raw(4, 100, 0, 1, 0, 0, 0)},
		{name: "a truncated account", numbered: true, cursor: raw(2, 100, 0, 1, 0, 0, 0)},
		{
			name:     "an empty account",
			numbered: true, cursor: raw(2, 0, 0, 0, 0, 0, 0, 0, 0, 100, 0, 1, 0, 0, 0),
		},
		{name: "a truncated key", numbered: true, cursor: raw(1, 100, 1, 1, 0, 0, 0)},
		{
			name:     "an empty key",
			numbered: true, cursor: raw(1, 0, 0, 0, 0, 0, 0, 0, 0, 100, 1, 1, 0, 0, 0),
		},
		{
			name:     "a key without a row",
			numbered: true, cursor: raw(1, 1, 2, 3, 4, 5, 6, 7, 8, 100, 0, 1, 0, 0, 0),
		},
		{name: "an empty cursor", numbered: true, cursor: seal(nil)},
		{name: "padding", numbered: true, cursor: "===="},
		{name: "a line break", numbered: true, cursor: "\n"},
		{
			name:     "standard base64",
			numbered: true, cursor: pagination.Cursor(strings.Repeat("+/", 20)),
		},
		{name: "text", numbered: true, cursor: "page=2&size=10"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assertBadCursor(t, tt.numbered, tt.cursor, tt.name)
		})
	}
}

func TestErrBadCursor_Reason(t *testing.T) {
	t.Parallel()
	reason := func(c pagination.Cursor) string {
		pager, _ := pagerAt("list", 100, true, c)
		_, err := pager.Page(t.Context(), "")
		require.ErrorIs(t, err, pagination.ErrBadCursor)
		return err.Error()
	}
	good := forge(2, "list", "", 100, 0, 1, 0)
	assert.NotEqual(t, reason(good+"A"), reason(forge(3, "list", "", 100, 0, 1, 0)))
	assert.NotEqual(t, reason(good+"A"), reason(forge(2, "other", "", 100, 0, 1, 0)))
}

func TestCursor_List(t *testing.T) {
	t.Parallel()
	c := issue(t, position{scope: "list", size: 10, skip: 3, keyed: true, number: 2})
	for _, scope := range []string{"", "list ", "other", "List"} {
		pager, log := pagerAt(scope, 100, true, c)
		_, err := pager.Page(t.Context(), "")
		assert.ErrorIs(t, err, pagination.ErrBadCursor)
		assert.Zero(t, log.count())
	}
	pager, log := pagerAt("list", 100, true, c)
	for _, size := range []int{1, 9, 11, 100} {
		_, err := pager.With(pagination.WithPageSize(size)).Page(t.Context(), "")
		assert.ErrorIs(t, err, pagination.ErrBadCursor, "another page size")
		_, err = pager.With(pagination.WithPageSize(size)).Page(t.Context(), c)
		assert.ErrorIs(t, err, pagination.ErrBadCursor, "another page size")
	}
	assert.Zero(t, log.count())
	_, err := pager.With(pagination.WithPageSize(10)).Page(t.Context(), "")
	assert.NoError(t, err, "the same page size")
	assert.Equal(t, []request{{number: 2, size: 10}}, log.requests)
}

func TestCursor_NeedsNoEscapingAndHidesTheScope(t *testing.T) {
	t.Parallel()
	c := string(issue(t, position{scope: "secret scope", size: 100, skip: 1, keyed: true, marker: "\xfb\xff\xfe marker"}))
	assert.Equal(t, strings.Trim(c, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), "")
	b, err := base64.RawURLEncoding.DecodeString(c)
	require.NoError(t, err)
	assert.NotContains(t, string(b), "secret")
}

func TestCursor_RoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		want := position{scope: rapid.String().Draw(rt, "scope"), size: rapid.IntRange(1, math.MaxInt32).Draw(rt, "size")}
		want.skip = rapid.IntRange(0, 150).Draw(rt, "skip")
		want.keyed = want.skip > 0 && want.skip <= want.size && rapid.Bool().Draw(rt, "keyed")
		if rapid.Bool().Draw(rt, "numbered") {
			want.number = rapid.IntRange(1, math.MaxInt32-1).Draw(rt, "number")
			if want.number > 1 {
				want.before = rapid.IntRange(0, math.MaxInt32).Draw(rt, "before")
				want.mark = rapid.IntRange(0, math.MaxInt32).Draw(rt, "mark")
				want.total = rapid.IntRange(0, math.MaxInt32).Draw(rt, "total")
			}
		} else {
			want.marker = string(rapid.SliceOf(rapid.Byte()).Draw(rt, "marker"))
		}
		c := issue(t, want)
		pager, log := pagerAt(want.scope, math.MaxInt32, want.number > 0, c)
		page, err := pager.Page(context.Background(), "")
		require.NoError(rt, err)
		require.Equal(rt, []request{{marker: want.marker, number: want.number, size: want.size}}, log.requests)
		require.Equal(rt, c, page.After(-1))
	})
}
