package export

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/pagination"
)

func TestExported_take(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name         string
		first, again []string // an invitation is ID/target
		want         []string
	}{
		{
			name:  "keeps the rows without an ID that are not in the file",
			first: []string{"/a"}, again: []string{"/a", "/b", "1/c"},
			want: []string{"/a", "/b", "1/c"},
		},
		{
			name:  "counts equal rows without an ID",
			first: []string{"/a", "1/b", "/a"}, again: []string{"/a", "1/b", "/a", "/a", "2/b"},
			want: []string{"/a", "1/b", "/a", "/a", "2/b"},
		},
		{
			name:  "takes a row with an ID once, also if it changed",
			first: []string{"1/a"}, again: []string{"1/b", "2/a"},
			want: []string{"1/a", "2/a"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			o := options{clouds: clouds.Choose(clouds.AlibabaName), path: filepath.Join(t.TempDir(), "sent.jsonl")}
			for _, invitations := range [][]string{c.first, c.again} {
				out, err := openFile(o, func(point) {})
				require.NoError(t, err)
				l := list{cloud: clouds.AlibabaName, pager: pagination.Of(rowsOf(invitations)...)}
				total, err := copyAll(t.Context(), o, []list{l}, out, func(string) {})
				require.NoError(t, err)
				assert.Equal(t, strings.Count(read(t, o.path), "\n"), total)
				require.NoError(t, out.Close())
				out.state.Places[clouds.AlibabaName] = place{} // as if it had been killed before the end
				require.NoError(t, out.state.save(o.path))
			}
			s, err := readState(o)
			require.NoError(t, err)
			got, err := readProgress(strings.NewReader(read(t, o.path)), s)
			require.NoError(t, err)
			want := newExported()
			for _, r := range rowsOf(c.want) {
				line, err := lines([]invitation.Invitation{r})
				require.NoError(t, err)
				want.add(r.ID, line)
			}
			assert.Equal(t, progress{items: len(c.want), exported: want}, got[clouds.AlibabaName])
		})
	}
}

func rowsOf(invitations []string) []invitation.Invitation {
	var out []invitation.Invitation
	for _, text := range invitations {
		id, target, _ := strings.Cut(text, "/")
		out = append(out, alibabarm.Handshake{ID: id, TargetEntity: target}.Invitation())
	}
	return out
}
