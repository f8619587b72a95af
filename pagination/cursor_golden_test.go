package pagination_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// Add lines to the golden file, and never change one: programs keep cursors, and every version
// must stay readable.
var update = flag.Bool("update", false, "write testdata/cursors.golden with the cursors that this version issues")

const golden = "testdata/cursors.golden"

// A position is what a cursor means.
type position struct {
	scope  string
	size   int
	skip   int
	keyed  bool // the last skipped row has a key
	number int
	before int
	mark   int
	total  int // plus one; 0: no total
	marker string
}

// pagerAt returns a pager that begins at a cursor, and a recorder of its requests. The service
// names each row after its place on the page.
func pagerAt(scope string, maxSize int, numbered bool, c pagination.Cursor) (*pagination.Pager[string], *recorder) {
	log := &recorder{}
	s := pagination.Spec{Scope: scope, MaxSize: maxSize}
	rows := func(size int) []string { return names(min(size, 200) + 1) }
	if numbered {
		return pagination.ByNumber(s, func(_ context.Context, number, size int) (pagination.NumberResult[string], error) {
			log.record(request{number: number, size: size})
			return pagination.NumberResult[string]{Items: rows(size), Total: -1}, nil
		}, identity, pagination.From(c)), log
	}
	return pagination.ByMarker(s, func(_ context.Context, marker string, size int) (pagination.MarkerResult[string], error) {
		log.record(request{marker: marker, size: size})
		return pagination.MarkerResult[string]{Items: rows(size)}, nil
	}, identity, pagination.From(c)), log
}

// issue returns the cursor of a position. It walks there: to the page with the marker or the
// number, and to the row after the first skip rows.
func issue(t testing.TB, p position) pagination.Cursor {
	t.Helper()
	s := pagination.Spec{Scope: p.scope, MaxSize: p.size}
	var page *pagination.Page[string]
	var err error
	var key func(string) string
	if p.keyed {
		key = identity
	}
	if p.number > 0 {
		from := pagination.Cursor("")
		if p.number > 1 {
			from = forge(2, p.scope, "", uint64(p.size), 0, uint64(p.number), uint64(p.before), uint64(p.mark), uint64(p.total))
		}
		page, err = pagination.ByNumber(s, func(_ context.Context, _, _ int) (pagination.NumberResult[string], error) {
			return pagination.NumberResult[string]{Items: names(p.skip), Total: -1}, nil
		}, key).Page(t.Context(), from)
	} else {
		calls := 0
		pager := pagination.ByMarker(s, func(_ context.Context, marker string, _ int) (pagination.MarkerResult[string], error) {
			calls++
			r := pagination.MarkerResult[string]{Items: names(p.skip)}
			if marker == "" {
				r.Next = p.marker
			}
			return r, nil
		}, key)
		if page, err = pager.Page(t.Context(), ""); err == nil && p.marker != "" {
			page, err = pager.Page(t.Context(), page.Next())
		}
	}
	require.NoError(t, err)
	return page.After(p.skip - 1)
}

// forge writes a cursor by hand. The fields are size, skip, number, before, mark and total.
// Missing fields are 0.
func forge(version byte, scope, marker string, fields ...uint64) pagination.Cursor {
	hash := sha256.Sum256([]byte(scope))
	b := append([]byte{version, 0}, hash[:8]...)
	for i := range 6 {
		var field uint64
		if i < len(fields) {
			field = fields[i]
		}
		b = binary.AppendUvarint(b, field)
	}
	return seal(append(b, marker...))
}

func seal(b []byte) pagination.Cursor {
	sum := sha256.Sum256(b)
	return pagination.Cursor(base64.RawURLEncoding.EncodeToString(append(b, sum[:8]...)))
}

var positions = []position{
	{scope: "list", size: 100, number: 1},
	{scope: "list", size: 100, skip: 1, number: 1},
	{scope: "list", size: 100, skip: 100, number: 1},
	{scope: "list", size: 1, number: 2, before: 1},
	{scope: "list", size: 100, skip: 37, number: 1000, before: 99_900, mark: 1<<31 - 1},
	{scope: "list", size: 100, skip: 37, number: 1000, before: 49_950},
	{scope: "list", size: 100, number: 3, before: 200, mark: 77, total: 201},
	{scope: "list", size: 100, number: 3, before: 200, mark: 77, total: 1},
	{scope: "list", size: 2000},
	{scope: "list", size: 2000, skip: 1999},
	{
		scope: "list", size: 100, skip: 37, keyed: true, number: 1000, before: 99_900,
		mark: 1<<31 - 1, total: 5,
	},
	{scope: "list", size: 100, skip: 1, keyed: true, number: 1},
	{scope: "list", size: 7, skip: 1, keyed: true},
	{scope: "list", size: 7, skip: 3, keyed: true, marker: "m"},
	{scope: "list", size: 7, skip: 3, marker: "m"},
	{scope: "list", size: 10, marker: "marker with blanks, \x00 \xff and \"quotes\""},
	{scope: "list", size: 10, skip: 9, marker: strings.Repeat("long", 10)},
	{size: 1, number: 1},
	{scope: "handshakes sent https://organizations.myhuaweicloud.com", size: 2000, marker: "ABC="},
	{
		scope: "ListHandshakesForAccount https://resourcemanager.aliyuncs.com", size: 100, skip: 99,
		number: 12, before: 1100, mark: 123_456_789,
	},
}

func readGolden(t testing.TB) map[pagination.Cursor]position {
	t.Helper()
	text, err := os.ReadFile(golden)
	require.NoError(t, err, "to write the file: go test ./pagination -run Version2 -update")
	all := map[pagination.Cursor]position{}
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		require.Len(t, f, 10, line)
		var p position
		var errs [9]error
		p.scope, errs[0] = strconv.Unquote(f[0])
		p.size, errs[1] = strconv.Atoi(f[1])
		p.skip, errs[2] = strconv.Atoi(f[2])
		p.keyed, errs[3] = strconv.ParseBool(f[3])
		p.number, errs[4] = strconv.Atoi(f[4])
		p.before, errs[5] = strconv.Atoi(f[5])
		p.mark, errs[6] = strconv.Atoi(f[6])
		p.total, errs[7] = strconv.Atoi(f[7])
		p.marker, errs[8] = strconv.Unquote(f[8])
		for _, err := range errs {
			require.NoError(t, err, line)
		}
		all[pagination.Cursor(f[9])] = p
	}
	require.NotEmpty(t, all)
	return all
}

func TestCursor_Version2StaysReadable(t *testing.T) {
	t.Parallel()
	if *update {
		var b strings.Builder
		b.WriteString("# scope\tsize\tskip\tkeyed\tnumber\tbefore\tmark\ttotal\tmarker\tcursor; add lines, never change one\n")
		for _, p := range positions {
			fmt.Fprintf(&b, "%q\t%d\t%d\t%t\t%d\t%d\t%d\t%d\t%q\t%s\n", p.scope, p.size, p.skip, p.keyed, p.number, p.before, p.mark, p.total, p.marker, issue(t, p))
		}
		require.NoError(t, os.WriteFile(golden, []byte(b.String()), 0o644))
	}
	for c, want := range readGolden(t) {
		pager, log := pagerAt(want.scope, max(want.size, 1), want.number > 0, c)
		page, err := pager.Page(t.Context(), "")
		require.NoError(t, err, "%+v", want)
		assert.Equal(t, []request{{marker: want.marker, number: want.number, size: want.size}}, log.requests)
		if want.skip < 200 {
			assert.Equal(t, names(200)[want.skip], page.Items[0])
		} else {
			assert.Empty(t, page.Items)
		}
		assert.Equal(t, c, page.After(-1), "the page issues another cursor for its beginning: programs keep cursors, "+
			"so give a new form a new version")
		assert.Equal(t, c, issue(t, want), "the cursor of this position has changed: programs keep cursors, "+
			"so give a new form a new version and new lines in %s "+
			"(go test ./pagination -run Version2 -update writes them from positions)", golden)
	}
}
