package export

import (
	"encoding/json"
	"errors"
	"io"
	"path/filepath"
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
			name:  "keeps the rows without an ID",
			first: []string{"/a"}, again: []string{"/b", "1/c"},
			want: []string{"/a", "/b", "1/c"},
		},
		{
			name:  "takes a row with an ID once, also if it changed",
			first: []string{"1/a"}, again: []string{"1/b", "2/a"},
			want: []string{"1/a", "2/a"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "sent.jsonl")
			alibaba := []clouds.Client{{Cloud: clouds.Alibaba()}}
			for _, invitations := range [][]string{c.first, c.again} {
				out := open(t, path, alibaba)
				require.NoError(t, out.copyList(t.Context(), clouds.AlibabaName, pagination.Of(rowsOf(invitations)...)))
				assert.Equal(t, strings.Count(read(t, path), "\n"), out.items)
				// The record makes it look as if the program was killed before the end.
				require.NoError(t, out.record(0, clouds.AlibabaName, place{}))
				out.close()
			}
			var got []string
			for text := range strings.Lines(read(t, path)) {
				var i invitation.Invitation
				require.NoError(t, json.Unmarshal([]byte(text), &i))
				got = append(got, i.ID+"/"+i.Target.Entity)
			}
			assert.Equal(t, c.want, got)
			assert.Equal(t, len(c.want), open(t, path, alibaba).items)
		})
	}
}

// open opens the file of an export.
func open(t *testing.T, path string, clients []clouds.Client) *output {
	t.Helper()
	out := &output{path: path, exporter: onDay().exporter, show: func(string) {}}
	out.pageSize = pageSize
	require.NoError(t, out.open(clients))
	t.Cleanup(out.close)
	return out
}

// A fullDisk accepts a number of bytes, and then no more.
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
	clients := s.clients(t)
	for _, free := range []int{0, 1, 700, 5000} {
		out := open(t, s.path, clients)
		out.w = &fullDisk{w: out.file, left: free}
		require.ErrorIs(t, out.copyAll(t.Context(), clients), syscall.ENOSPC)
		assert.Empty(t, s.alibaba.Requests(), "the program does not read the other cloud in that case")
		out.close()
	}
	require.Equal(t, result{code: cli.Done}, s.export(t.Context(), s.program))
	assert.Equal(t, s.want(), s.got(t))
}

func TestOutput_copyAll_OneCloud(t *testing.T) {
	t.Parallel()
	s := serve(t, 1)
	s.alibaba.Inject(alibabarmtest.Fault{Kind: alibabarmtest.Refuse(403, "NoPermission", "denied")})
	clients := s.clients(t)
	named, ok := errors.AsType[*pagination.SourceError](open(t, s.path, clients).copyAll(t.Context(), clients[1:]))
	require.True(t, ok, "the error names its cloud")
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
