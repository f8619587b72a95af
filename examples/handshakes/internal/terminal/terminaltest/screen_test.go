package terminaltest

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestScreen(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, in string
		want     []string
	}{
		{name: "nothing", in: ""},
		{name: "lines", in: "a\nb\n", want: []string{"a", "b"}},
		{name: "a line that is rewritten", in: "long text\rshort", want: []string{"shorttext"}},
		{name: "a line that is erased", in: "text\r    \rx", want: []string{"x"}},
		{name: "a long line goes on in the next row", in: "1234567890ab", want: []string{"1234567890", "ab"}},
		{name: "a full row is not followed by an empty one", in: "1234567890\nb", want: []string{"1234567890", "b"}},
		{name: "a wide character is not halved", in: "123456789研", want: []string{"123456789", "研"}},
		{name: "marks and parts of an emoji take no place", in: "ko\u0308ln👨‍👩‍👧|\rK", want: []string{"Ko\u0308ln👨‍👩‍👧|"}},
		{name: "a row of marks and wide characters is full", in: "ko\u0308ln👨‍👩‍👧研研x", want: []string{"ko\u0308ln👨‍👩‍👧研研", "x"}},
		{name: "colours are not shown", in: "\x1b[33mpending\x1b[0m!", want: []string{"pending!"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := New(10)
			_, err := s.Write([]byte(c.in))
			require.NoError(t, err)
			assert.ElementsMatch(t, c.want, s.Rows())
		})
	}
}
