package invite

import (
	"context"
	_ "embed"
	"iter"
	"time"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/outcome"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
	"github.com/orghandshakes/handshakes-go/pagination"
)

//go:embed sample/huawei.csv
var huaweiSample string

func huawei() cloud {
	return cloud{
		Cloud:       clouds.Huawei(),
		targetTypes: []string{string(huaweiorg.TargetTypeAccount), string(huaweiorg.TargetTypeName)},
		sample:      huaweiSample,
		open: func(o options) (inviteAll, error) {
			return huaweiInvites(o.access.Huawei(func() (*huaweiorg.Client, error) { return offlineHuawei(o.now) }))
		},
		empty: func(options) (inviteAll, error) {
			s := huaweiorgtest.New()
			return huaweiInvites(s.NewClient(s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})))
		},
	}
}

func huaweiInvites(client *huaweiorg.Client, err error) (inviteAll, error) {
	return func(ctx context.Context, list []invitation, again []string, send bool) iter.Seq2[outcome.Row, error] {
		var opts []huaweiorg.BulkOption
		for _, end := range again {
			opts = append(opts, huaweiorg.Reinvite(huaweiorg.Status(end)))
		}
		if !send {
			opts = append(opts, huaweiorg.DryRun())
		}
		return numbered(list, pagination.Map(client.InviteAll(ctx, huaweiInputs(list), opts...), outcome.Huawei))
	}, err
}

func huaweiInputs(list []invitation) iter.Seq[huaweiorg.InviteAccountInput] {
	return func(yield func(huaweiorg.InviteAccountInput) bool) {
		for _, v := range list {
			in := huaweiorg.InviteAccountInput{
				Target: huaweiorg.Target{Type: huaweiorg.TargetType(v.targetType), Entity: v.target},
				Notes:  v.notes,
			}
			for _, t := range v.tags {
				in.Tags = append(in.Tags, huaweiorg.Tag{Key: t.key, Value: t.value})
			}
			if !yield(in) {
				return
			}
		}
	}
}

// offlineHuawei is the client of an organization that is made up. It has invited some
// of the sample before, and has few invitations left for today.
func offlineHuawei(now func() time.Time) (*huaweiorg.Client, error) {
	s := huaweiorgtest.New(huaweiorgtest.WithClock(now), huaweiorgtest.WithInvitationQuota(3))
	root := s.AddAccount(huaweiorgtest.Account{Name: "acme_root", Role: huaweiorgtest.Management})
	for _, h := range []struct {
		target huaweiorg.Target
		status huaweiorg.Status
		ago    time.Duration
	}{
		{huaweiorg.Target{Type: huaweiorg.TargetTypeName, Entity: "data-staging-05"}, huaweiorg.StatusPending, 26 * time.Hour},
		{huaweiorg.Target{Type: huaweiorg.TargetTypeAccount, Entity: "0da66387f8ac518331fb7bf84fb17226"}, huaweiorg.StatusAccepted, 5 * day},
		{huaweiorg.Target{Type: huaweiorg.TargetTypeName, Entity: "logistics-dr-16"}, huaweiorg.StatusDeclined, 9 * day},
		{huaweiorg.Target{Type: huaweiorg.TargetTypeName, Entity: "labor-köln-prod-11"}, huaweiorg.StatusExpired, 16 * day},
	} {
		s.Seed(huaweiorg.Handshake{Target: h.target, Status: h.status, CreatedAt: now().Add(-h.ago)})
	}
	return s.NewClient(root)
}

const day = 24 * time.Hour
