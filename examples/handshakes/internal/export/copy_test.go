package export

import (
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/pagination"
)

func TestOutput_copyList(t *testing.T) {
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
				out := open(t, o)
				require.NoError(t, out.copyList(t.Context(), clouds.AlibabaName, pagination.Of(rowsOf(invitations)...)))
				assert.Equal(t, strings.Count(read(t, o.path), "\n"), out.items)
				// as if it had been killed before the end
				require.NoError(t, out.record(0, clouds.AlibabaName, place{}))
				require.NoError(t, out.file.Close())
			}
			got := open(t, o)
			want := seen{}
			for _, r := range rowsOf(c.want) {
				line, err := lines([]invitation.Invitation{r})
				require.NoError(t, err)
				want[key(r.ID, line)]++
			}
			assert.Equal(t, want, got.seen)
			assert.Equal(t, len(c.want), got.items)
		})
	}
}

// open opens the file of an export.
func open(t *testing.T, o options) *output {
	t.Helper()
	out := &output{options: o, show: func(string) {}, reached: func(point) {}}
	require.NoError(t, out.open())
	t.Cleanup(func() { _ = out.file.Close() })
	return out
}

// A fullDisk takes so many bytes of all that is written.
type fullDisk struct {
	w    io.Writer
	left int
}

func (d *fullDisk) Write(p []byte) (int, error) {
	n, err := d.w.Write(p[:min(len(p), d.left)])
	d.left -= n
	if n < len(p) && err == nil {
		err = syscall.ENOSPC
	}
	return n, err
}

func TestOutput_append_FullDisk(t *testing.T) {
	t.Parallel()
	s := serve(t, 4*pageSize+2)
	o, err := parse(&s.program.Process, append(slices.Clone(s.args), "-o", s.path))
	require.NoError(t, err)
	clients, err := o.access.OpenAll(clouds.OfflineWorld(false))
	require.NoError(t, err)
	for _, free := range []int{0, 1, 700, 5000} {
		out := open(t, o)
		out.w = &fullDisk{w: out.file, left: free}
		require.ErrorIs(t, out.copyAll(t.Context(), clients), syscall.ENOSPC)
		assert.Empty(t, s.alibaba.Requests(), "the other cloud is not read for nothing")
		require.NoError(t, out.file.Close())
	}
	require.Equal(t, result{code: cli.Done}, s.export(t.Context(), s.program))
	assert.Equal(t, s.want(), s.got(t))
}

func TestOutput_copyAll_OneCloud(t *testing.T) {
	t.Parallel()
	s := serve(t, 1)
	s.alibaba.Inject(alibabarmtest.Fault{Kind: alibabarmtest.Refuse(403, "NoPermission", "denied")})
	o, err := parse(&s.program.Process, append(slices.Clone(s.args), "-o", s.path))
	require.NoError(t, err)
	clients, err := o.access.OpenAll(clouds.OfflineWorld(false))
	require.NoError(t, err)
	named, ok := errors.AsType[*pagination.SourceError](open(t, o).copyAll(t.Context(), clients[1:]))
	require.True(t, ok, "the error says of which cloud it is")
	assert.Equal(t, clouds.AlibabaName, named.Name)
}

func rowsOf(invitations []string) []invitation.Invitation {
	var out []invitation.Invitation
	for _, text := range invitations {
		id, target, _ := strings.Cut(text, "/")
		out = append(out, alibabarm.Handshake{ID: id, TargetEntity: target}.Invitation())
	}
	return out
}
