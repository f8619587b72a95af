package invite

import (
	"context"
	_ "embed"
	"iter"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/outcome"
	"github.com/orghandshakes/handshakes-go/pagination"
)

//go:embed sample/alibaba.csv
var alibabaSample string

func alibaba() cloud {
	return cloud{
		Cloud:       clouds.Alibaba(),
		targetTypes: []string{"account", "email"},
		folders:     true,
		sample:      alibabaSample,
		open: func(o options) (inviteAll, error) {
			return alibabaInvites(o.access.Alibaba(func(version alibabarm.Option) (*alibabarm.Client, error) {
				return offlineAlibaba(o.now, version)
			}))
		},
		empty: func(o options) (inviteAll, error) {
			s := alibabarmtest.New()
			root := s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management})
			return alibabaInvites(s.NewClient(root, alibabarm.WithVersion(alibabarm.Version(o.version))))
		},
	}
}

func alibabaInvites(client *alibabarm.Client, err error) (inviteAll, error) {
	return func(ctx context.Context, list []invitation, again []string, send bool) iter.Seq2[outcome.Row, error] {
		var opts []alibabarm.BulkOption
		for _, end := range again {
			opts = append(opts, alibabarm.Reinvite(alibabarm.Status(title(end))))
		}
		if !send {
			opts = append(opts, alibabarm.DryRun())
		}
		return numbered(list, pagination.Map(client.InviteAll(ctx, alibabaInputs(list), opts...), outcome.Alibaba))
	}, err
}

func alibabaInputs(list []invitation) iter.Seq[alibabarm.InviteAccountInput] {
	return func(yield func(alibabarm.InviteAccountInput) bool) {
		for _, v := range list {
			in := alibabarm.InviteAccountInput{
				TargetType:     alibabarm.TargetType(title(v.targetType)),
				TargetEntity:   v.target,
				Note:           v.notes,
				ParentFolderID: v.folder,
			}
			for _, t := range v.tags {
				in.Tags = append(in.Tags, alibabarm.Tag{Key: t.key, Value: t.value})
			}
			if !yield(in) {
				return
			}
		}
	}
}

// title is a word as Alibaba Cloud spells it.
func title(word string) string {
	if word == "" {
		return ""
	}
	return strings.ToUpper(word[:1]) + word[1:]
}

// offlineAlibaba is the client of a resource directory that is made up, as
// offlineHuawei's organization is.
func offlineAlibaba(now func() time.Time, version alibabarm.Option) (*alibabarm.Client, error) {
	s := alibabarmtest.New(alibabarmtest.WithClock(now), alibabarmtest.WithInvitationQuota(3))
	root := s.AddAccount(alibabarmtest.Account{Name: "acme-root", Role: alibabarmtest.Management})
	for _, h := range []struct {
		kind   alibabarm.TargetType
		entity string
		status alibabarm.Status
		ago    time.Duration
	}{
		{alibabarm.TargetTypeEmail, "data-staging+05@acme.example.test", alibabarm.StatusPending, 26 * time.Hour},
		{alibabarm.TargetTypeAccount, "1504308350813567", alibabarm.StatusAccepted, 5 * day},
		{alibabarm.TargetTypeAccount, "1911992957278412", alibabarm.StatusDeclined, 9 * day},
		{alibabarm.TargetTypeEmail, "yanfa-dr+11@koeln.example.test", alibabarm.StatusExpired, 16 * day},
	} {
		s.Seed(alibabarm.Handshake{
			TargetType: h.kind, TargetEntity: h.entity, Status: h.status, CreateTime: now().Add(-h.ago),
		})
	}
	return s.NewClient(root, version)
}
