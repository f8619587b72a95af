package alibabarmtest_test

import (
	"context"
	"fmt"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
)

// A program in any language can be tested against the service over a socket, until Close.
// Clients that NewClient returns in the meantime use the socket, too.
func ExampleService_Start() {
	s := alibabarmtest.New()
	inviter := s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management})
	s.Seed(make([]alibabarm.Handshake, 3)...)

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
	client, err := alibabarm.NewClient(inviter.Provider(), alibabarm.WithEndpoint(url))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(pending(context.Background(), client))
	// Output: 3 <nil>
}

// Between two pages, others change the list: one invitation is accepted, and one vanishes.
func ExampleService_Update() {
	s := alibabarmtest.New()
	client, err := s.NewClient(s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management}))
	if err != nil {
		fmt.Println(err)
		return
	}
	h := s.Seed(make([]alibabarm.Handshake, 4)...)
	s.Inject(alibabarmtest.Fault{Op: alibabarmtest.ListHandshakesForResourceDirectory, Skip: 1, Kind: alibabarmtest.Hook(func() {
		s.Update(h[2].ID, func(h *alibabarm.Handshake) { h.Status = alibabarm.StatusAccepted })
		s.Remove(h[3].ID)
	})})
	fmt.Println(pending(context.Background(), client))
	// Output: 2 <nil>
}

// The clock of the service is an hour ahead. The client signs again, by that clock.
func ExampleService_Skew() {
	clock := func() time.Time { return time.Date(2025, 3, 1, 10, 0, 0, 0, time.UTC) }
	s := alibabarmtest.New(alibabarmtest.WithClock(clock))
	client, err := s.NewClient(s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management}))
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
	// 400 200 signed again: true
}

// The credentials expire while the program runs, and the provider gets new ones.
func ExampleService_TemporaryCredentials() {
	s := alibabarmtest.New()
	inviter := s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management})
	issued := 0
	sessions := auth.ProviderFunc(func(context.Context) (auth.Credentials, error) {
		issued++
		return s.TemporaryCredentials(inviter, time.Hour), nil
	})
	client, err := s.NewClient(inviter, alibabarm.WithCredentials(sessions))
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
	s := alibabarmtest.New(alibabarmtest.WithRetention(48 * time.Hour))
	s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management})
	s.Seed(alibabarm.Handshake{Status: alibabarm.StatusDeclined}, alibabarm.Handshake{})
	fmt.Println(len(s.Handshakes()))
	s.Advance(48 * time.Hour)
	fmt.Println(len(s.Handshakes()))
	// Output:
	// 2
	// 1
}

// Believable returns realistic invitations. They are equal for equal seeds.
func ExampleWithSeed() {
	received := func(seed uint64) []alibabarm.Handshake {
		s := alibabarmtest.New(alibabarmtest.WithSeed(seed))
		invitee := s.AddAccount(alibabarmtest.Account{Name: "acme-sandbox"})
		return s.Seed(s.BelievableReceived(invitee, 100)...)
	}
	one, again, other := received(1), received(1), received(2)
	fmt.Println(len(one), one[0].ID == again[0].ID, one[0].ID == other[0].ID)
	// Output: 100 true false
}

// A new invitation appears between two pages, and moves all others. The client finds each of
// them once.
func ExampleWithNewestFirst() {
	s := alibabarmtest.New(alibabarmtest.WithNewestFirst())
	client, err := s.NewClient(s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management}))
	if err != nil {
		fmt.Println(err)
		return
	}
	s.Seed(make([]alibabarm.Handshake, 3)...)
	s.Inject(alibabarmtest.Fault{Skip: 1, Kind: alibabarmtest.Hook(func() { s.Seed(alibabarm.Handshake{}) })})
	fmt.Println(pending(context.Background(), client))
	// Output: 4 <nil>
}

// The gateway responds in XML to every request.
func ExampleWithXML() {
	s := alibabarmtest.New(alibabarmtest.WithXML())
	client, err := s.NewClient(s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management}))
	if err != nil {
		fmt.Println(err)
		return
	}
	s.Seed(make([]alibabarm.Handshake, 3)...)
	fmt.Println(pending(context.Background(), client))
	// Output: 3 <nil>
}
