package tour

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// quick keeps the tour from waiting where a program would.
func quick() auth.Retry { return auth.Retry{MinWait: time.Nanosecond, MaxWait: time.Nanosecond} }

// huawei makes two equal organizations with n invitations, in which inject says what is to come:
// one for the library, and one for the naive loop.
func huawei(n int, inject func(*huaweiorgtest.Service)) (*huaweiorg.Client, *huaweiorgtest.Service, naiveHuawei, error) {
	var services [2]*huaweiorgtest.Service
	var root huaweiorgtest.Account
	for i := range services {
		s := huaweiorgtest.New(huaweiorgtest.WithClock(start))
		root = s.AddAccount(huaweiorgtest.Account{Name: "acme_root", Role: huaweiorgtest.Management})
		s.Seed(s.Believable(n)...)
		inject(s)
		services[i] = s
	}
	client, err := services[0].NewClient(root, huaweiorg.WithRetry(quick()))
	return client, services[0], naiveHuawei{services[1], root.Credentials}, err
}

func freshSignature(ctx context.Context) (facts, error) {
	const pause = 20 * time.Minute
	client, s, n, err := huawei(12, func(s *huaweiorgtest.Service) {
		later := huaweiorgtest.Hook(func() { s.Advance(pause) })
		s.Inject(huaweiorgtest.Fault{Kind: huaweiorgtest.Together(later, huaweiorgtest.BadGateway())})
	})
	if err != nil {
		return nil, err
	}
	req, err := n.signed(ctx, http.MethodGet, "/v1/organizations/handshakes?limit=100", nil)
	if err != nil {
		return nil, err
	}
	first, _, err := n.send(req)
	if err != nil {
		return nil, err
	}
	second, body, err := n.send(req) // as it was signed
	if err != nil {
		return nil, err
	}
	list, err := client.ListHandshakes().Collect(ctx)
	if err != nil {
		return nil, err
	}
	sent := s.Requests()
	return facts{
		"Status": first, "StatusText": http.StatusText(first), "Minutes": pause.Minutes(), "Refusal": refusal(second, body),
		"First": attempt(sent[0]), "Second": attempt(sent[1]), "Invitations": len(list), "Attempts": len(sent),
	}, nil
}

// attempt says how, and when, a request was signed.
func attempt(r huaweiorgtest.Request) string {
	return short(r.Signature()) + " at " + r.Time.Format("15:04")
}

func loopGuard(ctx context.Context) (facts, error) {
	const size, patience = 30, 100
	repeat := huaweiorgtest.Fault{
		Op: huaweiorgtest.ListHandshakes, Skip: 1, Times: huaweiorgtest.Always, Kind: huaweiorgtest.RepeatMarker(1),
	}
	client, s, n, err := huawei(90, func(s *huaweiorgtest.Service) { s.Inject(repeat) })
	if err != nil {
		return nil, err
	}
	ids, requests, err := n.list(ctx, size, patience)
	if err != nil {
		return nil, err
	}
	list, err := client.ListHandshakes(pagination.WithPageSize(size)).Collect(ctx)
	if !errors.Is(err, pagination.ErrLoop) {
		return nil, fmt.Errorf("a loop was not seen: %w", err)
	}
	return facts{
		"NaiveRequests": requests, "Rows": len(ids), "Different": len(distinct(ids)),
		"Requests": len(s.Requests()), "Invitations": len(list), "Err": errors.Unwrap(err),
	}, nil
}

// moving is a directory whose first invitation vanishes between the pages 1 and 2.
func moving() (*alibabarm.Client, *alibabarmtest.Service, auth.Credentials, error) {
	s := alibabarmtest.New(alibabarmtest.WithClock(start))
	root := s.AddAccount(alibabarmtest.Account{Name: "acme-root", Role: alibabarmtest.Management})
	seeded := s.Seed(s.Believable(60)...)
	s.Inject(alibabarmtest.Fault{Skip: 1, Kind: alibabarmtest.Hook(func() { s.Remove(seeded[0].ID) })})
	client, err := s.NewClient(root, alibabarm.WithRetry(quick()))
	return client, s, root.Credentials, err
}

func drift(ctx context.Context) (facts, error) {
	const size = 20
	_, s, keys, err := moving()
	if err != nil {
		return nil, err
	}
	ids, total, err := naiveAlibaba(ctx, s, keys, size)
	if err != nil {
		return nil, err
	}

	client, s, _, err := moving()
	if err != nil {
		return nil, err
	}
	list := client.ListHandshakesForResourceDirectory(pagination.WithPageSize(size))
	found, err := pagination.MapPager(list, func(h alibabarm.Handshake) string { return h.ID }).Collect(ctx)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, errors.New("the list is empty")
	}
	missed := slices.DeleteFunc(slices.Clone(found), func(id string) bool { return slices.Contains(ids, id) })
	return facts{
		"Rows": len(ids), "Total": total, "Missed": strings.Join(missed, " "),
		"Invitations": len(found), "Last": found[len(found)-1], "Requests": len(s.Requests()),
	}, nil
}

func lostResponse(ctx context.Context) (facts, error) {
	lost := huaweiorgtest.Fault{Op: huaweiorgtest.InviteAccount, Kind: huaweiorgtest.AppliedThen(huaweiorgtest.Reset())}
	in := huaweiorg.InviteAccountInput{
		Target: huaweiorg.Target{Type: huaweiorg.TargetTypeName, Entity: "payments-prod-07"}, Notes: "Please join by Friday",
	}
	client, s, n, err := huawei(0, func(s *huaweiorgtest.Service) { s.Inject(lost) })
	if err != nil {
		return nil, err
	}
	failure := n.invite(ctx, in)
	if failure == nil {
		return nil, errors.New("the naive loop was lucky")
	}
	h, err := client.InviteAccount(ctx, in)
	if err != nil {
		return nil, err
	}
	var ops []string
	for _, r := range s.Requests() {
		ops = append(ops, r.Op)
	}
	return facts{
		"Failure": failure, "Calls": strings.Join(ops, " and "),
		"ID": h.ID, "Status": h.Status, "Invitations": len(s.Handshakes()),
	}, nil
}

func resume(ctx context.Context) (facts, error) {
	const size, killed = 30, 45
	client, s, n, err := huawei(90, func(*huaweiorgtest.Service) {})
	if err != nil {
		return nil, err
	}
	var before []string
	var at pagination.Cursor
walk:
	for page, err := range client.ListHandshakes(pagination.WithPageSize(size)).Pages(ctx) {
		if err != nil {
			return nil, err
		}
		for i, h := range page.Items {
			before, at = append(before, h.ID), page.After(i)
			if len(before) == killed {
				break walk
			}
		}
	}
	asked := len(s.Requests())
	again, requests, err := n.list(ctx, size, 0)
	if err != nil {
		return nil, err
	}
	twice := len(before) + len(again) - len(distinct(slices.Concat(before, again)))

	rest, err := pagination.MapPager(client.ListHandshakes(pagination.From(at)), func(h huaweiorg.Handshake) string { return h.ID }).Collect(ctx)
	if err != nil {
		return nil, err
	}
	both := slices.Concat(before, rest)
	return facts{
		"Before": killed, "All": len(again), "Cursor": short(string(at)), "NaiveRequests": requests, "Twice": twice,
		"Requests": len(s.Requests()) - asked, "Rest": len(rest), "Again": len(both) - len(distinct(both)),
	}, nil
}

func distinct(ids []string) []string { return slices.Compact(slices.Sorted(slices.Values(ids))) }
