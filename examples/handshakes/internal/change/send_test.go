package change

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

func TestInvite_PlansWithoutApply(t *testing.T) {
	s, flags := serveInviter(t)
	got := do(t.Context(), Invite, onDay(file("one", "two")), flags+"-file - -format json")
	assert.Equal(t, cli.Done, got.code)
	assert.Equal(t, []string{"planned", "planned"}, results(t, got))
	assert.Equal(t, map[string]int{huaweiorgtest.ListHandshakes: 1, huaweiorgtest.ListAccounts: 1}, ops(s))
}

func TestInvite_SameFileEveryDay(t *testing.T) {
	s, flags := serveInviter(t, huaweiorgtest.WithInvitationQuota(3))
	names := file("one", "two", "three", "four", "five")
	day := func() result { return do(t.Context(), Invite, onDay(names), flags+"-file - -apply -format json") }

	first := day()
	assert.Equal(t, cli.Failed, first.code)
	assert.Equal(t, []string{"created", "created", "created", "quota reached", "quota reached"}, results(t, first))
	assert.Contains(t, first.stderr, "2 of 5 remain")

	s.Advance(25 * time.Hour)
	second := day()
	assert.Equal(t, cli.Done, second.code, second.stderr)
	assert.Equal(t, []string{"already pending", "already pending", "already pending", "created", "created"}, results(t, second))
	assert.NotContains(t, second.stderr, "remain")

	s.Advance(25 * time.Hour)
	before := ops(s)[huaweiorgtest.InviteAccount]
	assert.Equal(t, cli.Done, day().code)
	assert.Equal(t, before, ops(s)[huaweiorgtest.InviteAccount])
	assert.Len(t, s.Handshakes(), 5)
}

func TestInvite_SendsAllOfALine(t *testing.T) {
	const content = "\ufeffTags, Target ,target_type,Notes\r\n" +
		"team=payments; cost = a=b ;,payments,NAME,\"one, \"\"two\"\"\r\nthree\"\r\n,,,\r\n"
	t.Run("in Huawei Cloud", func(t *testing.T) {
		s, flags := serveInviter(t)
		require.Equal(t, cli.Done, do(t.Context(), Invite, onDay(content), flags+"-file - -apply").code)
		require.Len(t, s.Handshakes(), 1)
		assert.Equal(t, "one, \"two\"\nthree", s.Handshakes()[0].Notes)
		assert.JSONEq(t, `{"target":{"type":"name","entity":"payments"},"notes":"one, \"two\"\nthree",
			"tags":[{"key":"team","value":"payments"},{"key":"cost","value":"a=b"}]}`, string(s.Requests()[2].Body))
	})
	t.Run("in Alibaba Cloud", func(t *testing.T) {
		s, flags := serveAlibaba(t)
		content := strings.NewReplacer("NAME", "Email", "payments,", "a@example.test,", "Notes", "Notes,folder", "three\"", "three\",fd-1", ",,,", ",,,,").Replace(content)
		got := do(t.Context(), Invite, onDay(content), flags+"-file - -apply -alibaba-version 2022-04-19")
		require.Equal(t, cli.Done, got.code, got.stderr)
		require.Len(t, s.Handshakes(), 1)
		assert.Equal(t, alibabarm.TargetTypeEmail, s.Handshakes()[0].TargetType)
		r := s.Requests()[2]
		for name, value := range map[string]string{
			"TargetEntity": "a@example.test", "Note": "one, \"two\"\nthree", "ParentFolderId": "fd-1",
			"Tag.1.Key": "team", "Tag.2.Key": "cost", "Tag.2.Value": "a=b",
		} {
			assert.Equal(t, value, r.Form.Get(name), name)
		}
	})
}

func TestInvite_Reinvite(t *testing.T) {
	content := file("declined", "cancelled", "expired", "accepted")
	for _, c := range []struct {
		again string
		want  int
	}{{again: "", want: 0}, {again: "Declined", want: 1}, {again: "cancelled, expired", want: 2}, {again: "declined,cancelled,expired,accepted", want: 4}} {
		t.Run(c.again, func(t *testing.T) {
			s, flags := serveInviter(t)
			left := s.AddAccount(huaweiorgtest.Account{Name: "accepted"})
			for _, end := range []string{"declined", "cancelled", "expired", "accepted"} {
				s.Seed(huaweiorg.Handshake{Status: huaweiorg.Status(end), Target: huaweiorg.Target{Type: "name", Entity: end}})
			}
			s.RemoveMember(left.ID)
			args := append(strings.Fields(flags), "-file", "-", "-apply")
			if c.again != "" {
				args = append(args, "-reinvite", c.again)
			}
			got := doArgs(t.Context(), Invite, onDay(content), args)
			assert.Equal(t, cli.Done, got.code, got.stderr)
			assert.Equal(t, c.want, ops(s)[huaweiorgtest.InviteAccount])
		})
	}
}

func TestInvite_LostResponse(t *testing.T) {
	s, flags := serveInviter(t)
	s.Inject(huaweiorgtest.Fault{Op: huaweiorgtest.InviteAccount, Kind: huaweiorgtest.AppliedThen(huaweiorgtest.Reset())})
	got := do(t.Context(), Invite, onDay(file("one", "two")), flags+"-file - -apply -format json")
	assert.Equal(t, cli.Done, got.code, got.stderr)
	assert.Equal(t, []string{"created", "created"}, results(t, got))
	assert.Len(t, s.Handshakes(), 2)
}

func TestInvite_FailingService(t *testing.T) {
	denied := huaweiorgtest.Refuse(http.StatusUnauthorized, "Organizations.1001", "denied")
	for _, c := range []struct {
		name  string
		fault huaweiorgtest.Fault
		want  []string
		sent  int
	}{
		{name: "sends nothing if the list cannot be read", fault: huaweiorgtest.Fault{Op: huaweiorgtest.ListHandshakes, Kind: denied}, want: nil, sent: 0},
		{name: "stops at a refusal that holds for all lines", fault: huaweiorgtest.Fault{Op: huaweiorgtest.InviteAccount, Skip: 1, Kind: denied}, want: []string{"created", "failed"}, sent: 1},
		{name: "stops at wrong credentials", fault: huaweiorgtest.Fault{Op: huaweiorgtest.InviteAccount, Skip: 1, Kind: huaweiorgtest.WrongKeys()}, want: []string{"created", "failed"}, sent: 1},
	} {
		for _, format := range []string{"table", "json", "csv"} {
			t.Run(c.name+" as "+format, func(t *testing.T) {
				s, flags := serveInviter(t)
				s.Inject(c.fault)
				got := do(t.Context(), Invite, onDay(file("one", "two", "three")), flags+"-file - -apply -format "+format)
				assert.Equal(t, cli.Failed, got.code)
				assert.Contains(t, got.stderr, "Huawei Cloud ")
				assert.NotContains(t, got.stdout+got.stderr, os.Getenv("HUAWEICLOUD_SDK_SK"))
				assert.Len(t, s.Handshakes(), c.sent)
				assert.Equal(t, c.sent > 0, strings.Contains(got.stderr, "2 of 3 remain"), got.stderr)
				if format == "json" {
					assert.Equal(t, c.want, results(t, got))
				}
			})
		}
	}
}

func TestInvite_CtrlC(t *testing.T) {
	t.Run("sends nothing if it is interrupted before", func(t *testing.T) {
		s, flags := serveInviter(t)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		assert.Equal(t, cli.Interrupted, do(ctx, Invite, onDay(file("one")), flags+"-file - -apply").code)
		assert.Empty(t, s.Requests())
	})
	t.Run("does not know the outcome if it is interrupted while it sends, and leaves the others", func(t *testing.T) {
		s, flags := serveInviter(t)
		ctx, cancel := context.WithCancel(t.Context())
		s.Inject(huaweiorgtest.Fault{Op: huaweiorgtest.InviteAccount, Skip: 1,
			Kind: huaweiorgtest.AppliedThen(huaweiorgtest.Together(huaweiorgtest.Hook(cancel), huaweiorgtest.Hang()))})
		got := do(ctx, Invite, onDay(file("one", "two", "three")), flags+"-file - -apply -format json")
		assert.Equal(t, cli.Interrupted, got.code, got.stderr)
		assert.Equal(t, []string{"created", "unknown"}, results(t, got))
		assert.Contains(t, got.stderr, "2 of 3 remain")
		assert.True(t, strings.HasSuffix(got.stderr, "invite: interrupted\n"), got.stderr)
		again := do(t.Context(), Invite, onDay(file("one", "two", "three")), flags+"-file - -apply -format json")
		assert.Equal(t, []string{"already pending", "already pending", "created"}, results(t, again), "the next run knows the outcome")
	})
	t.Run("stops while it waits for a file", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithCancel(t.Context())
		r, w := io.Pipe()
		defer func() { _ = w.Close() }()
		p := onDay("")
		p.Stdin = reader(func(b []byte) (int, error) { cancel(); return r.Read(b) })
		assert.Equal(t, cli.Interrupted, do(ctx, Invite, p, "-cloud huawei -offline -file -").code)
	})
	t.Run("stops the process", func(t *testing.T) {
		if runtime.GOOS == "windows" {
			t.Skip("a process cannot send Ctrl-C to one other process there")
		}
		s, flags := serveInviter(t)
		hangs := make(chan struct{})
		s.Inject(huaweiorgtest.Fault{Kind: huaweiorgtest.Together(
			huaweiorgtest.Hook(func() { close(hangs) }), huaweiorgtest.Hang())})
		self, err := os.Executable()
		require.NoError(t, err)
		cmd := exec.CommandContext(t.Context(), self, strings.Fields(flags+"-file -")...)
		cmd.Env, cmd.Stdin = append(os.Environ(), asProgram+"=1"), strings.NewReader(file("one"))
		require.NoError(t, cmd.Start())
		<-hangs
		require.NoError(t, cmd.Process.Signal(os.Interrupt))
		var exit *exec.ExitError
		require.ErrorAs(t, cmd.Wait(), &exit)
		assert.Equal(t, cli.Interrupted, exit.ExitCode())
	})
}

func TestInvite_StopsWhereRowsCannotBeWritten(t *testing.T) {
	for name, failure := range map[string]error{
		"stops if the reader goes away": syscall.EPIPE, "stops if the disk is full": errors.New("no space left on device"),
	} {
		t.Run(name, func(t *testing.T) {
			s, flags := serveInviter(t)
			p := onDay(file("one", "two", "three"))
			p.Stdout = writer(func([]byte) (int, error) { return 0, failure })
			got := do(t.Context(), Invite, p, flags+"-file - -apply -format csv")
			assert.Equal(t, cli.Failed, got.code)
			assert.Len(t, s.Handshakes(), 1)
			assert.Contains(t, got.stderr, "2 of 3 remain")
		})
	}
}

func TestInvite_PlanWhoseReaderGoesAway(t *testing.T) {
	t.Parallel()
	p := onDay("")
	p.Stdout = writer(func([]byte) (int, error) { return 0, syscall.EPIPE })
	assert.Equal(t, cli.Done, do(t.Context(), Invite, p, "-cloud huawei -offline -format csv").code)
}

func TestInvite_Progress(t *testing.T) {
	t.Parallel()
	p := onDay("")
	p.Screen = func(w io.Writer) terminal.Screen { return terminal.Screen{Terminal: w == p.Stderr, Width: 80} }
	got := do(t.Context(), Invite, p, "-cloud huawei -offline -apply")
	assert.Equal(t, cli.Failed, got.code)
	assert.Contains(t, got.stderr, "\r1 created, 1 already pending, 1 already member")
	assert.Contains(t, got.stderr, "\rinvite: no room for expires, id, why; -wide shows every column\ninvite: 3 created",
		"the line is erased before the summary")
}
