package huaweiorgtest_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// A program in any language can be tested against the service over a socket, until Close.
// Clients that NewClient returns in the meantime use the socket, too.
func ExampleService_Start() {
	s := huaweiorgtest.New()
	inviter := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
	s.Seed(make([]huaweiorg.Handshake, 3)...)

	url, err := s.Start()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() {
		if err := s.Close(); err != nil {
			fmt.Println(err)
		}
	}()
	client, err := huaweiorg.NewClient(inviter.Provider(), huaweiorg.WithEndpoint(url))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(pending(context.Background(), client))
	// Output: 3 <nil>
}

// Between two pages, others change the list: one invitation is accepted, and one vanishes.
func ExampleService_Update() {
	s := huaweiorgtest.New()
	client, err := s.NewClient(s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management}))
	if err != nil {
		fmt.Println(err)
		return
	}
	h := s.Seed(make([]huaweiorg.Handshake, 4)...)
	s.Inject(huaweiorgtest.Fault{Op: huaweiorgtest.ListHandshakes, Skip: 1, Kind: huaweiorgtest.Hook(func() {
		s.Update(h[2].ID, func(h *huaweiorg.Handshake) { h.Status = huaweiorg.StatusAccepted })
		s.Remove(h[3].ID)
	})})
	fmt.Println(pending(context.Background(), client))
	// Output: 2 <nil>
}

// The clock of the service is an hour ahead. The client signs again, by that clock.
func ExampleService_Skew() {
	clock := func() time.Time { return time.Date(2025, 3, 1, 10, 0, 0, 0, time.UTC) }
	s := huaweiorgtest.New(huaweiorgtest.WithClock(clock))
	client, err := s.NewClient(s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management}))
	if err != nil {
		fmt.Println(err)
		return
	}
	s.Skew(time.Hour)
	fmt.Println(pending(context.Background(), client))

	r := s.Requests()
	fmt.Println("by the clients:", s.Now().Format(time.TimeOnly))
	fmt.Println("by the service:", r[0].Time.Format(time.TimeOnly))
	fmt.Println(r[0].Status, r[1].Status, "signed again:", r[0].Signature() != r[1].Signature())
	// Output:
	// 0 <nil>
	// by the clients: 10:00:00
	// by the service: 11:00:00
	// 401 200 signed again: true
}

// The credentials expire while the program runs, and the provider gets new ones.
func ExampleService_TemporaryCredentials() {
	s := huaweiorgtest.New()
	inviter := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
	issued := 0
	sessions := auth.ProviderFunc(func(context.Context) (auth.Credentials, error) {
		issued++
		return s.TemporaryCredentials(inviter, time.Hour), nil
	})
	client, err := s.NewClient(inviter, huaweiorg.WithCredentials(sessions))
	if err != nil {
		fmt.Println(err)
		return
	}
	for range 3 {
		n, err := pending(context.Background(), client)
		fmt.Println(n, err, "credentials issued:", issued)
		s.Advance(2 * time.Hour)
	}
	// Output:
	// 0 <nil> credentials issued: 1
	// 0 <nil> credentials issued: 2
	// 0 <nil> credentials issued: 3
}

// The service forgets ended invitations after the retention, here 48 hours.
func ExampleWithRetention() {
	s := huaweiorgtest.New(huaweiorgtest.WithRetention(48 * time.Hour))
	s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
	s.Seed(huaweiorg.Handshake{Status: huaweiorg.StatusDeclined}, huaweiorg.Handshake{})
	fmt.Println(len(s.Handshakes()))
	s.Advance(48 * time.Hour)
	fmt.Println(len(s.Handshakes()))
	// Output:
	// 2
	// 1
}

// Believable returns realistic invitations. They are equal for equal seeds.
func ExampleWithSeed() {
	received := func(seed uint64) []huaweiorg.Handshake {
		s := huaweiorgtest.New(huaweiorgtest.WithSeed(seed))
		invitee := s.AddAccount(huaweiorgtest.Account{Name: "acme-sandbox"})
		return s.Seed(s.BelievableReceived(invitee, 100)...)
	}
	one, again, other := received(1), received(1), received(2)
	fmt.Println(len(one), one[0].ID == again[0].ID, one[0].ID == other[0].ID)
	// Output: 100 true false
}

// A program that continues to call with a wrong secret locks the access key, for every program
// that shares it.
func ExampleWithLockout() {
	clock := func() time.Time { return time.Date(2025, 3, 1, 10, 0, 0, 0, time.UTC) }
	s := huaweiorgtest.New(huaweiorgtest.WithClock(clock), huaweiorgtest.WithLockout())
	inviter := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
	mistaken := inviter
	mistaken.Credentials.AccessKeySecret = "the secret of another key"

	wrong, err := s.NewClient(mistaken)
	if err != nil {
		fmt.Println(err)
		return
	}
	for range 5 {
		_, err = pending(context.Background(), wrong)
	}
	fmt.Println(errors.Is(err, huaweiorg.ErrUnauthenticated))

	right, err := s.NewClient(inviter)
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = pending(context.Background(), right)
	requests := s.Requests()
	fmt.Println(errors.Is(err, huaweiorg.ErrUnauthenticated), requests[len(requests)-1].Hint != "")

	s.Advance(5 * time.Minute)
	fmt.Println(pending(context.Background(), right))
	// Output:
	// true
	// true true
	// 0 <nil>
}
