package watch

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// seeded is a world with one pending invitation in each cloud.
func seeded() clouds.Services {
	w := clouds.NewServices(time.Now, false)
	later := time.Now().AddDate(0, 0, 14)
	w.Huawei.Seed(huaweiorg.Handshake{
		ID: "h-one", Status: huaweiorg.StatusPending, CreatedAt: time.Now(), ExpiredAt: later,
		Target: huaweiorg.Target{Type: huaweiorg.TargetTypeName, Entity: "研发_07"},
	})
	w.Alibaba.Seed(alibabarm.Handshake{
		ID: "h-two", Status: alibabarm.StatusPending, CreateTime: time.Now(), ExpireTime: later,
		TargetType: alibabarm.TargetTypeAccount, TargetEntity: "1234567890123456",
	})
	return w
}

// changing changes the world while it is watched: two minutes and four minutes after the start.
func changing(w clouds.Services) {
	time.Sleep(2*time.Minute - time.Second)
	w.Huawei.Update("h-one", func(h *huaweiorg.Handshake) { h.Status = huaweiorg.StatusAccepted })
	time.Sleep(2 * time.Minute)
	w.Alibaba.Update("h-two", func(h *alibabarm.Handshake) { h.Status = alibabarm.StatusDeclined })
	w.Alibaba.Seed(alibabarm.Handshake{
		ID: "h-three", Status: alibabarm.StatusPending, CreateTime: time.Now(), ExpireTime: time.Now().AddDate(0, 0, 14),
		TargetType: alibabarm.TargetTypeEmail, TargetEntity: "new@example.test\x1b[2J",
	})
}

func TestRun_Golden(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, file, args string
		width            int // 0: a file
	}{
		{name: "a table whose columns have room for later changes", file: "table.golden", args: "-offline -for 10m", width: 160},
		{name: "blocks of lines on a narrow terminal", file: "narrow.golden", args: "-offline -for 10m", width: 60},
		{name: "a table in a file, with every cell complete", file: "file.golden", args: "-offline -for 10m"},
		{name: "chosen columns", file: "columns.golden", args: "-offline -for 10m -columns change,cloud,id,expires"},
		{name: "CSV", file: "csv.golden", args: "-offline -for 10m -format csv"},
		{name: "one cloud, with a long interval", file: "interval.golden", args: "-offline -for 2h -interval 30m -cloud alibaba"},
		{name: "JSON lines", file: "jsonl.golden", args: "-offline -for 10m -format jsonl"},
		{name: "nothing while nothing changes", file: "nothing.golden", args: "-offline -for 1m"},
		{name: "help", file: "help.golden", args: "-h"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := seeded()
				go changing(w)
				got := doOn(t.Context(), w, c.width, time.Now, strings.Fields(c.args)...)
				assert.Equal(t, 0, got.code)
				assert.Empty(t, got.stderr)
				golden(t, c.file, got.stdout)
				time.Sleep(time.Hour)
			})
		})
	}
}

// A later row may be wider than the first one.
func TestRun_Fits(t *testing.T) {
	t.Parallel()
	for _, width := range []int{80, 100, 120} {
		synctest.Test(t, func(t *testing.T) {
			w := seeded()
			go func() {
				changing(w)
				time.Sleep(2 * time.Minute)
				w.Huawei.Seed(huaweiorg.Handshake{
					ID: "h-lr8ysrg178k5i58hsu0bn61vc9l0kc0v", Status: huaweiorg.StatusPending, CreatedAt: time.Now(), ExpiredAt: time.Now().AddDate(0, 0, 14),
					Target: huaweiorg.Target{Type: huaweiorg.TargetTypeAccount, Entity: "f1e486e33198406088b454abfca66899"},
				})
			}()
			got := doOn(t.Context(), w, width, time.Now, "-offline", "-for", "10m")
			rows := strings.Split(strings.TrimSpace(got.stdout), "\n")
			last := rows[len(rows)-1]
			assert.LessOrEqual(t, terminal.Width(last), width, last)
			assert.Equal(t, strings.Index(rows[0], " ID"), terminal.Width(last[:strings.Index(last, " h-lr8ysrg178k5i58hsu0bn61vc9l0kc0v")]), "no column is shifted: %q", rows)
			assert.Equal(t, width > 80, strings.Contains(last, "f1e486e33198406088b454abfca66899"), last)
			time.Sleep(time.Hour)
		})
	}
}

func TestRun_JSONLines(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := seeded()
		go changing(w)
		got := do(t.Context(), w, time.Now, "-offline", "-for", "10m", "-format", "jsonl")
		line, _, _ := strings.Cut(got.stdout, "\n")
		var first row
		require.NoError(t, json.Unmarshal([]byte(line), &first))
		assert.Equal(t, invitation.ChangeAccepted, first.Kind)
		assert.Equal(t, invitation.StatusPending, first.Before.Status)
		assert.Equal(t, "h-one", first.After.ID)
		assert.False(t, first.Seen.IsZero())
	})
}

func TestRun_Failures(t *testing.T) {
	t.Parallel()
	always := func(kind authtest.Kind) huaweiorgtest.Fault {
		return huaweiorgtest.Fault{Times: huaweiorgtest.Always, Kind: kind}
	}
	for _, c := range []struct {
		name    string
		args    string
		prepare func(*clouds.Services)
		code    int
		stderr  []string
		changes int
	}{
		{
			name: "a reading that fails does not end the watch", args: "-offline -for 10m", changes: 3,
			prepare: func(w *clouds.Services) {
				// The first reading passes, the second one fails after all its retries.
				w.Alibaba.Inject(alibabarmtest.Fault{Skip: 1, Times: 5, Kind: alibabarmtest.Refuse(500, "InternalError", "oops")})
			},
			stderr: []string{"handshakes watch: Alibaba Cloud ListHandshakesForResourceDirectory: 500 InternalError: oops"},
		},
		{
			name: "a cloud without credentials is left out", args: "-offline -for 10m", changes: 2,
			prepare: func(w *clouds.Services) { w.HuaweiCaller.Credentials = auth.Credentials{} },
			stderr:  []string{"handshakes watch: Huawei Cloud is left out: there are no credentials for it; -cloud huawei says more\n"},
		},
		{
			name: "a cloud without credentials fails if it is named", args: "-offline -cloud huawei", code: 1,
			prepare: func(w *clouds.Services) { w.HuaweiCaller.Credentials = auth.Credentials{} },
			stderr:  []string{"handshakes watch: no credentials for Huawei Cloud", "handshakes watch: set HUAWEICLOUD_SDK_AK"},
		},
		{
			name: "without any credentials, the watch ends", args: "-offline", code: 1,
			prepare: func(w *clouds.Services) {
				w.HuaweiCaller.Credentials, w.AlibabaCaller.Credentials = auth.Credentials{}, auth.Credentials{}
			},
			stderr: []string{"no credentials for Huawei Cloud", "no credentials for Alibaba Cloud"},
		},
		{
			name: "a cloud that may not be read is not watched any more", args: "-offline -for 10m", code: 1, changes: 2,
			prepare: func(w *clouds.Services) {
				w.Huawei.Inject(always(huaweiorgtest.Refuse(403, "Organizations.1007", "no policy")))
			},
			stderr: []string{"huawei is not watched any more: Huawei Cloud ListHandshakes: 403 Organizations.1007: no policy", "allow organizations:handshakes:list"},
		},
		{
			name: "the end of the time cuts a retry short", args: "-offline -for 90s -cloud huawei",
			prepare: func(w *clouds.Services) {
				w.Huawei.Inject(huaweiorgtest.Fault{Skip: 1, Times: huaweiorgtest.Always, Kind: authtest.Hang()})
			},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := seeded()
				c.prepare(&w)
				go changing(w)
				got := do(t.Context(), w, time.Now, strings.Fields(c.args)...)
				assert.Equal(t, c.code, got.code)
				for _, text := range c.stderr {
					assert.Contains(t, got.stderr, text)
				}
				assert.Equal(t, len(c.stderr) == 0, got.stderr == "", got.stderr)
				assert.Equal(t, c.changes, max(0, strings.Count(got.stdout, "\n")-1), got.stdout)
				time.Sleep(time.Hour)
			})
		})
	}
}

func TestRun_Interrupted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(150*time.Second, cancel)
		w := seeded()
		go changing(w)
		got := do(ctx, w, time.Now, "-offline")
		assert.Equal(t, 130, got.code)
		assert.Equal(t, "handshakes watch: interrupted\n", got.stderr)
		assert.Contains(t, got.stdout, "accepted", "the changes before the interruption are written")
		time.Sleep(time.Hour)
	})
}

func TestSoonExpired(t *testing.T) {
	t.Parallel()
	for _, list := range []string{"sent", "received"} {
		t.Run("an invitation of each cloud expires in the list of what was "+list, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				args := []string{"-offline", "-interval", "1s", "-for", "4s", "-columns", "change,cloud", "-received=" + strconv.FormatBool(list == "received")}
				got := doIn(t.Context(), soonExpired, 0, time.Now, args...)
				assert.ElementsMatch(t, []string{"CHANGE     CLOUD", "expired    huawei", "expired    alibaba"}, strings.Split(strings.TrimSpace(got.stdout), "\n"), got.stderr)
				time.Sleep(time.Hour)
			})
		})
	}
}

func TestRun_Mistakes(t *testing.T) {
	t.Parallel()
	for _, args := range []string{"-interval 0", "-interval 500ms", "-interval 2d", "-for 0", "-for 2y", "-format json", "-columns lost", "more", "-cloud none"} {
		got := do(t.Context(), clouds.NewServices(day, false), day, strings.Fields(args)...)
		assert.Equal(t, 2, got.code, args)
		assert.Empty(t, got.stdout)
	}
}
