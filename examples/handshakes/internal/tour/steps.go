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

// huawei is an organization with n invitations, in which these faults are to come.
func huawei(n int, faults ...huaweiorgtest.Fault) (*huaweiorg.Client, naiveHuawei, error) {
	s := huaweiorgtest.New(huaweiorgtest.WithClock(start))
	root := s.AddAccount(huaweiorgtest.Account{Name: "acme_root", Role: huaweiorgtest.Management})
	s.Seed(s.Believable(n)...)
	s.Inject(faults...)
	client, err := s.NewClient(root, huaweiorg.WithRetry(quick()))
	return client, naiveHuawei{s, root.Credentials}, err
}

func freshSignature(ctx context.Context) (story, error) {
	const pause = 20 * time.Minute
	outage := func() (*huaweiorg.Client, naiveHuawei, error) {
		client, n, err := huawei(12)
		n.service.Inject(huaweiorgtest.Fault{Kind: huaweiorgtest.Together(
			huaweiorgtest.Hook(func() { n.service.Advance(pause) }), huaweiorgtest.BadGateway())})
		return client, n, err
	}
	_, n, err := outage()
	if err != nil {
		return story{}, err
	}
	req, err := n.signed(ctx, http.MethodGet, "/v1/organizations/handshakes?limit=100", nil)
	if err != nil {
		return story{}, err
	}
	first, _, err := n.send(req)
	if err != nil {
		return story{}, err
	}
	second, body, err := n.send(req) // as it was signed
	if err != nil {
		return story{}, err
	}

	client, n, err := outage()
	if err != nil {
		return story{}, err
	}
	list, err := client.ListHandshakes().Collect(ctx)
	if err != nil {
		return story{}, err
	}
	sent := n.service.Requests()
	return story{
		title:   "A retry is signed afresh",
		happens: fmt.Sprintf("The first response is %d %s, and it is %.0f minutes until the next attempt.", first, http.StatusText(first), pause.Minutes()),
		naive:   fmt.Sprintf("It sends the request again as it was signed: %v. Five of these, and the cloud locks the key.", refusal(second, body)),
		library: fmt.Sprintf("It signs beneath the retry, each attempt by the clock: %s at %s, %s at %s. The list has %d invitations after %d attempts.",
			short(sent[0].Signature()), clock(sent[0].Time), short(sent[1].Signature()), clock(sent[1].Time), len(list), len(sent)),
	}, nil
}

func loopGuard(ctx context.Context) (story, error) {
	const size, patience = 30, 100
	repeat := huaweiorgtest.Fault{
		Op: huaweiorgtest.ListHandshakes, Skip: 1, Times: huaweiorgtest.Always, Kind: huaweiorgtest.RepeatMarker(1),
	}
	_, n, err := huawei(90, repeat)
	if err != nil {
		return story{}, err
	}
	ids, requests, err := n.list(ctx, size, patience)
	if err != nil {
		return story{}, err
	}

	client, n, err := huawei(90, repeat)
	if err != nil {
		return story{}, err
	}
	list, err := client.ListHandshakes(pagination.WithPageSize(size)).Collect(ctx)
	if !errors.Is(err, pagination.ErrLoop) {
		return story{}, fmt.Errorf("a loop was not seen: %w", err)
	}
	return story{
		title:   "A list that goes in circles comes to an end",
		happens: "The second page names itself as the next one.",
		naive: fmt.Sprintf("It follows the markers for ever. Stopped after %d requests, it has %d rows, of which %d are different.",
			requests, len(ids), len(distinct(ids))),
		library: fmt.Sprintf("It remembers where it has been: after %d requests and %d invitations the walk ends with ErrLoop (%q), and a cursor to continue at.",
			len(n.service.Requests()), len(list), errors.Unwrap(err)),
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

func drift(ctx context.Context) (story, error) {
	const size = 20
	_, s, keys, err := moving()
	if err != nil {
		return story{}, err
	}
	ids, total, err := naiveAlibaba(ctx, s, keys, size)
	if err != nil {
		return story{}, err
	}

	client, s, _, err := moving()
	if err != nil {
		return story{}, err
	}
	var found []string
	for h, err := range client.ListHandshakesForResourceDirectory(pagination.WithPageSize(size)).All(ctx) {
		if err != nil {
			return story{}, err
		}
		found = append(found, h.ID)
	}
	if len(found) == 0 {
		return story{}, errors.New("the list is empty")
	}
	missed := slices.DeleteFunc(slices.Clone(found), func(id string) bool { return slices.Contains(ids, id) })
	return story{
		title:   "A list that moves is read until it is complete",
		happens: "Pages have numbers. The first invitation vanishes after page 1 was read: all others move up by one, and what was first on page 2 is now on page 1.",
		naive:   fmt.Sprintf("It has %d rows, and the service counts %d: all looks well. But %s is missing.", len(ids), total, strings.Join(missed, " ")),
		library: fmt.Sprintf("It sees that the count has changed, reads again until two passes are equal, and delivers only what is new: %d invitations, %s the last of them, in %d requests.",
			len(found), found[len(found)-1], len(s.Requests())),
	}, nil
}

func lostResponse(ctx context.Context) (story, error) {
	lost := huaweiorgtest.Fault{Op: huaweiorgtest.InviteAccount, Kind: huaweiorgtest.AppliedThen(huaweiorgtest.Reset())}
	in := huaweiorg.InviteAccountInput{
		Target: huaweiorg.Target{Type: huaweiorg.TargetTypeName, Entity: "payments-prod-07"}, Notes: "Please join by Friday",
	}
	_, n, err := huawei(0, lost)
	if err != nil {
		return story{}, err
	}
	failure := n.invite(ctx, in)
	if failure == nil {
		return story{}, errors.New("the naive loop was lucky")
	}

	client, n, err := huawei(0, lost)
	if err != nil {
		return story{}, err
	}
	h, err := client.InviteAccount(ctx, in)
	if err != nil {
		return story{}, err
	}
	var ops []string
	for _, r := range n.service.Requests() {
		ops = append(ops, r.Op)
	}
	return story{
		title:   "A lost response is found",
		happens: "An invitation is sent and takes effect, but the connection breaks before the response comes.",
		naive:   fmt.Sprintf("It sends another, and reports a failure: %v. The first one is on its way to the owner all the same.", failure),
		library: fmt.Sprintf("It does not guess: it reads what was sent, and finds it. The calls were %s; %s is %s, and there is %d invitation.",
			strings.Join(ops, " and "), h.ID, h.Status, len(n.service.Handshakes())),
	}, nil
}

func resume(ctx context.Context) (story, error) {
	const size, killed = 30, 45
	client, n, err := huawei(90)
	if err != nil {
		return story{}, err
	}
	var before []string
	var at pagination.Cursor
walk:
	for page, err := range client.ListHandshakes(pagination.WithPageSize(size)).Pages(ctx) {
		if err != nil {
			return story{}, err
		}
		for i, h := range page.Items {
			before, at = append(before, h.ID), page.After(i)
			if len(before) == killed {
				break walk
			}
		}
	}
	asked := len(n.service.Requests())
	again, requests, err := n.list(ctx, size, 0)
	if err != nil {
		return story{}, err
	}
	twice := len(before) + len(again) - len(distinct(slices.Concat(before, again)))

	var rest []string
	for h, err := range client.ListHandshakes(pagination.From(at)).All(ctx) {
		if err != nil {
			return story{}, err
		}
		rest = append(rest, h.ID)
	}
	both := slices.Concat(before, rest)
	return story{
		title:   "A walk goes on where it stopped",
		happens: fmt.Sprintf("A program is killed after %d of %d invitations, in the middle of page 2. It had kept the cursor %s behind the last one.", killed, len(again), short(string(at))),
		naive:   fmt.Sprintf("It begins again: %d requests, and %d invitations for the second time.", requests, twice),
		library: fmt.Sprintf("It goes on from there: %d requests, the other %d, %d of them for the second time. A cursor that was cut, or is of another list, is refused before any request.",
			len(n.service.Requests())-asked-requests, len(rest), len(both)-len(distinct(both))),
	}, nil
}

func distinct(ids []string) []string { return slices.Compact(slices.Sorted(slices.Values(ids))) }
